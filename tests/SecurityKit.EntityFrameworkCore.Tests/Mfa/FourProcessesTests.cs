using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Mfa;

/// <summary>A thousand submissions of one code by four real processes that share nothing but the database and one key.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class FourProcessesTests(DatabaseProvider provider)
{
    private const int Processes = 4;
    private const int SubmissionsEach = 250;

    [Test]
    public async Task One_code_is_accepted_once()
    {
        var folder = Directory.CreateTempSubdirectory("sk-four-").FullName;
        var keyFile = Path.Combine(folder, "shared.key");
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var connectionString = provider == DatabaseProvider.Sqlite
            ? $"Data Source={Path.Combine(folder, "security.db")}"
            : await PostgreSqlServer.Shared.CreateDatabaseAsync();
        var workers = new List<Process>();
        try
        {
            using var generator = await EnrollAsync(connectionString, keyFile);
            workers.AddRange(Enumerable.Range(0, Processes).Select(_ => Start(connectionString, keyFile)));
            foreach (var worker in workers)
            {
                Assert.That(await worker.StandardOutput.ReadLineAsync(), Is.EqualTo("ready"));
            }

            // The present step is spent by the enrolment; the next one is in the window already.
            var code = generator.ComputeCode(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30));
            foreach (var worker in workers)
            {
                await worker.StandardInput.WriteLineAsync(code);
            }

            var answers = await Task.WhenAll(workers.Select(ReadAnswerAsync));
            var counts = answers.Select(a => a.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToArray();
            TestContext.Out.WriteLine($"verified, refused, unavailable: {string.Join(" | ", answers)}");
            Assert.Multiple(() =>
            {
                Assert.That(counts.Sum(c => c[0]), Is.EqualTo(1), "verified");
                Assert.That(counts.Sum(c => c.Sum()), Is.EqualTo(Processes * SubmissionsEach));
                Assert.That(counts.Sum(c => c[1]), Is.GreaterThan(0), "refused");
            });
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Kill();
                worker.Dispose();
            }

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<TotpGenerator> EnrollAsync(string connectionString, string keyFile)
    {
        using var host = MfaWorker.BuildHost(provider, connectionString, keyFile);
        await host.StartAsync();
        var mfa = host.Services.GetRequiredService<MfaManager>();
        var started = (TotpEnrollmentStart.Started)await mfa.BeginTotpEnrollmentAsync(MfaWorker.Subject, "ada", "phone");
        var generator = new TotpGenerator(FromBase32(started.Enrollment.Secret), TotpParameters.Default);
        var confirmed = await mfa.ConfirmAsync(
            MfaWorker.Subject, started.Enrollment.AuthenticatorId, generator.ComputeCode(TimeProvider.System.GetUtcNow()));
        Assert.That(confirmed, Is.InstanceOf<MfaConfirmation.Confirmed>());
        await host.StopAsync();
        return generator;
    }

    private Process Start(string connectionString, string keyFile)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            ["exec", typeof(MfaWorker).Assembly.Location, MfaWorker.Verb, provider.ToString(), connectionString, keyFile, SubmissionsEach.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> ReadAnswerAsync(Process worker) =>
        await worker.StandardOutput.ReadLineAsync()
        ?? throw new AssertionException("A worker ended early: " + await worker.StandardError.ReadToEndAsync());

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(
            c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
