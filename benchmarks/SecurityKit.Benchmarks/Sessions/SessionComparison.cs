using System.Diagnostics;
using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecurityKit.Crypto;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Benchmarks.Sessions;

/// <summary>
/// Sessions and tokens beside their peers, in turns of a fraction of a second each, so that what else the machine does falls upon both. Prints
/// the median of the turns and of their ratios, by the clock and by the processor time of this process, which waiting for a core does not lengthen. Arguments: <c>memory</c>, <c>tokens</c>, <c>redis</c>; none for all.
/// </summary>
internal static class SessionComparison
{
    private const int Turns = 21;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    internal static async Task<int> RunAsync(string[] parts)
    {
        bool Wants(string part) => parts.Length == 0 || parts.Contains(part, StringComparer.Ordinal);
        if (Wants("memory"))
        {
            await CompareInMemoryAsync();
        }

        if (Wants("tokens"))
        {
            await CompareTokensAsync(SigningAlgorithm.ES256);
            await CompareTokensAsync(SigningAlgorithm.RS256);
        }

        if (Wants("redis"))
        {
            await CompareRedisAsync();
        }

        return 0;
    }

    private static async Task CompareInMemoryAsync()
    {
        await using var node = await SessionNode.StartAsync();
        var token = (await node.SignInAsync()).Token;
        var sessions = node.Sessions;
        Require((await sessions.ValidateAsync(token)).IsValid);
        await MeasureAsync("validate a session in memory", 20_000, async count =>
        {
            for (var i = 0; i < count; i++)
            {
                Require((await sessions.ValidateAsync(token)).IsValid);
            }
        });
    }

    private static async Task CompareTokensAsync(SigningAlgorithm algorithm)
    {
        await using var first = await SessionNode.StartAsync(configure: o => o.Tokens.VerifiedTokenCacheSize = 0, algorithm: algorithm);
        await using var remembering = await SessionNode.StartAsync(algorithm: algorithm);
        var session = (await first.SignInAsync()).Session;
        var firstToken = first.Get<TokenIssuer>().Issue(session).Value;
        var repeatToken = remembering.Get<TokenIssuer>().Issue((await remembering.SignInAsync()).Session).Value;
        var handler = new JsonWebTokenHandler();
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = "securitykit",
            ValidAudience = "securitykit",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [algorithm.ToString()],
            IssuerSigningKeys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(
                System.Text.Encoding.UTF8.GetString(first.Get<SecurityKit.Sessions.JsonWebKeySet>().ToUtf8Json().Span)).GetSigningKeys(),
        };
        async Task ByHandler(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Require((await handler.ValidateTokenAsync(firstToken, parameters)).IsValid);
            }
        }

        static Func<int, Task> ByKit(TokenValidator validator, string token) => async count =>
        {
            for (var i = 0; i < count; i++)
            {
                Require((await validator.ValidateAsync(token)).IsValid);
            }
        };
        await CompareAsync($"first validation of a token under {algorithm}, session and revocation included", 500, ByKit(first.Tokens, firstToken), "JsonWebTokenHandler", 500, ByHandler);
        await CompareAsync($"repeated validation under {algorithm}, session and revocation included", 20_000, ByKit(remembering.Tokens, repeatToken), "JsonWebTokenHandler", 500, ByHandler);
        await MeasureAsync($"issue a token under {algorithm}", 200, count =>
        {
            for (var i = 0; i < count; i++)
            {
                first.Get<TokenIssuer>().Issue(session);
            }

            return Task.CompletedTask;
        });
    }

    private static async Task CompareRedisAsync()
    {
        using var server = await RedisProcess.StartAsync();
        await using var node = await SessionNode.StartAsync(server.ConnectionString);
        var token = (await node.SignInAsync()).Token;
        var sessions = node.Sessions;
        using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var database = client.GetDatabase();
        var key = (RedisKey)("bench:session:" + new string('x', 55));
        await database.StringSetAsync(key, new byte[450]);

        async Task Get(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Require((await database.StringGetAsync(key)).HasValue);
            }
        }

        async Task Validate(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Require((await sessions.ValidateAsync(token)).IsValid);
            }
        }

        static Func<int, Task> SixtyFour(Func<int, Task> call) => count => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => call(count / 64))));
        await CompareAsync("validate a session in Redis, one after the other", 2_000, Validate, "a bare GET of 450 bytes", 2_000, Get);
        await CompareAsync("validate a session in Redis, 64 at once", 64 * 400, SixtyFour(Validate), "64 bare GETs of 450 bytes at once", 64 * 400, SixtyFour(Get));
    }

    /// <summary>Until the code has been compiled for the last time, which takes seconds and not calls: what is measured before is the compiler's first draft.</summary>
    private static async Task WarmUpAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            await call();
        }
    }

    private static async Task MeasureAsync(string name, int count, Func<int, Task> call)
    {
        await WarmUpAsync(() => call(count));
        var turns = new List<(double Clock, double Processor)>();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < Turns; turn++)
        {
            turns.Add(await TimeAsync(call, count));
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Print($"{name}: {Median(turns, t => t.Clock):F0} ns by the clock, {Median(turns, t => t.Processor):F0} ns of processor (least {turns.Min(t => t.Processor):F0} ns), {allocated / (double)(Turns * count):F2} bytes allocated");
    }

    private static async Task CompareAsync(string name, int count, Func<int, Task> call, string peerName, int peerCount, Func<int, Task> peer)
    {
        await WarmUpAsync(async () =>
        {
            await call(count);
            await peer(peerCount);
        });
        List<(double Clock, double Processor)> ours = [], theirs = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            ours.Add(await TimeAsync(call, count));
            theirs.Add(await TimeAsync(peer, peerCount));
        }

        Print($"{name}, beside {peerName}");
        Print("by the clock", ours, theirs, t => t.Clock);
        Print("of processor", ours, theirs, t => t.Processor);
    }

    private static async Task<(double Clock, double Processor)> TimeAsync(Func<int, Task> call, int count)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await call(count);
        var clock = Stopwatch.GetElapsedTime(started);
        return (clock.TotalNanoseconds / count, (Environment.CpuUsage.TotalTime - processor).TotalNanoseconds / count);
    }

    private static void Print(
        string unit, List<(double, double)> ours, List<(double, double)> theirs, Func<(double Clock, double Processor), double> part)
    {
        var ratio = ours.Zip(theirs, (a, b) => part(a) / part(b)).Order().ElementAt(ours.Count / 2);
        Print($"  {unit}: {Median(ours, part):F0} ns and {Median(theirs, part):F0} ns; ratio {ratio:F2} (of the best turns {ours.Min(part) / theirs.Min(part):F2}); {1 / ratio:F1} times as fast");
    }

    private static double Median(List<(double Clock, double Processor)> values, Func<(double Clock, double Processor), double> part) =>
        values.Select(part).Order().ElementAt(values.Count / 2);

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("A valid credential was refused.");
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
