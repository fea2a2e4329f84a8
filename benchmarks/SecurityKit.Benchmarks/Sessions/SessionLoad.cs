using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Benchmarks.Sessions;

/// <summary>
/// Fills a Redis of its own with sessions, ten of each subject, and at growing sizes prints the memory a session takes, index entries included,
/// and how long a validation of one picked at random takes. Then ends them by their time and counts what is left. Arguments: how many sessions
/// (default 1,000,000).
/// </summary>
internal static class SessionLoad
{
    private const int PerSubject = 10;
    private const int Probes = 20_000;

    internal static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        using var server = await RedisProcess.StartAsync();
        await using var node = await SessionNode.StartAsync(server.ConnectionString);
        using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        var store = node.Get<ISessionStore>();
        var grants = new SessionDraft[count];
        var bare = await MemoryAsync(client);
        var loaded = 0;
        foreach (var size in new[] { 1_000, 10_000, 100_000, 1_000_000, 10_000_000 }.Where(size => size < count).Append(count))
        {
            var started = Stopwatch.GetTimestamp();
            await LoadAsync(store, grants, loaded, size);
            var rate = (size - loaded) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            loaded = size;
            var (median, high) = await ProbeAsync(store, grants, loaded);
            var census = Stopwatch.GetTimestamp();
            var active = (await node.Get<SessionAnalytics>().ReadAsync()).Active;
            var counting = Stopwatch.GetElapsedTime(census);
            Print($"{size,9} sessions: {(await MemoryAsync(client) - bare) / (double)size:F0} bytes each; find median {median:F1} us, 99th of 100 {high:F1} us; created {rate:F0}/s; counted {active} in {counting.TotalSeconds:F2} s");
        }

        return await LeavesNothingAsync(client, store, Math.Min(count, 1_000_000));
    }

    private static Task LoadAsync(ISessionStore store, SessionDraft[] grants, int from, int to) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, token) =>
        {
            grants[i] = Draft(i, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(24));
            await store.CreateAsync(grants[i], new SessionLimit(PerSubject, SessionLimitAction.EvictOldest), token);
        });

    private static async Task<(double Median, double High)> ProbeAsync(ISessionStore store, SessionDraft[] grants, int loaded)
    {
        var times = new double[Probes];
        for (var i = 0; i < Probes; i++)
        {
            var id = grants[RandomNumberGenerator.GetInt32(loaded)].Session.Id;
            var started = Stopwatch.GetTimestamp();
            var reading = await store.FindAsync(id, null, default);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            if (reading.Session?.Id != id)
            {
                throw new InvalidOperationException("A live session was not found.");
            }
        }

        Array.Sort(times);
        return (times[Probes / 2], times[Probes * 99 / 100]);
    }

    /// <summary>As many sessions again, all of which end within seconds by their time: nothing of them may be left, in no index either.</summary>
    private static async Task<int> LeavesNothingAsync(ConnectionMultiplexer client, ISessionStore store, int count)
    {
        var server = client.GetServer(client.GetEndPoints()[0]);
        await server.FlushDatabaseAsync();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, token) =>
        {
            var draft = Draft(i, TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(2));
            await store.CreateAsync(draft, new SessionLimit(PerSubject, SessionLimitAction.EvictOldest), token);
        });
        var started = Stopwatch.GetTimestamp();
        while (await server.DatabaseSizeAsync() > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        var left = await server.DatabaseSizeAsync();
        Print($"{count,9} sessions created and expired: {left} keys left");
        return left == 0 ? 0 : 1;
    }

    private static SessionDraft Draft(int i, DateTimeOffset now, TimeSpan lifetime)
    {
        var subject = "subject-" + (i / PerSubject).ToString(CultureInfo.InvariantCulture);
        var session = new Session
        {
            Id = SessionId.New(subject),
            Subject = subject,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + lifetime,
            IdleTimeout = TimeSpan.FromHours(12),
            RenewableUntil = lifetime > TimeSpan.FromHours(1) ? now + TimeSpan.FromDays(7) : null,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, now), new AuthenticationFactor("otp", now)],
            Level = AssuranceLevel.Two,
            Device = new SessionDevice("Firefox on Windows", new string('f', 43)),
            Network = "203.0.113.0/24",
        };
        return new SessionDraft(
            session, RandomNumberGenerator.GetBytes(32), new RefreshSeed(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)));
    }

    private static async Task<long> MemoryAsync(ConnectionMultiplexer client)
    {
        var info = await client.GetServer(client.GetEndPoints()[0]).InfoAsync("memory");
        return long.Parse(info.SelectMany(group => group).First(pair => pair.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
