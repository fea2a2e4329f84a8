using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;
using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Mfa;

/// <summary>What each of several processes does: says it is ready, reads a code, submits it many times at once, and counts the answers.</summary>
internal static class MfaWorker
{
    internal const string Verb = "submit-code";
    internal const string Subject = "ada";

    internal static async Task RunAsync(string[] arguments)
    {
        using var host = BuildHost(Enum.Parse<DatabaseProvider>(arguments[0]), arguments[1], arguments[2]);
        await host.StartAsync();
        var mfa = host.Services.GetRequiredService<MfaManager>();
        await Console.Out.WriteLineAsync("ready");
        var code = await Console.In.ReadLineAsync();
        var submissions = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        var answers = await Task.WhenAll(Enumerable.Range(0, submissions).Select(_ => Task.Run(() => SubmitAsync(mfa, code))));
        await Console.Out.WriteLineAsync(string.Join(' ', Enumerable.Range(0, 3).Select(kind => answers.Count(answer => answer == kind))));
        await host.StopAsync();
    }

    internal static IHost BuildHost(DatabaseProvider provider, string connectionString, string keyFile)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        var key = Convert.FromBase64String(File.ReadAllText(keyFile));
        builder.Services.AddSingleton<IEncryptor>(new FixedKeyEncryptor(key));
        builder.Services.AddSingleton<IKeyedHasher>(new FixedKeyHasher());
        var kit = builder.Services.AddSecurityKit().AddMfa(o => o.Budgets.Guesses = 100);
        // A thousand callers queue for one file: how long each waits is the machine's affair and must not decide the test.
        static void Patient(DatabaseOptions database) => database.CommandTimeout = TimeSpan.FromMinutes(2);
        _ = provider == DatabaseProvider.Sqlite ? kit.UseSqlite(connectionString, Patient) : kit.UsePostgreSql(connectionString, Patient);
        return builder.Build();
    }

    /// <summary>0 verified, 1 refused, 2 the store was not available.</summary>
    private static async Task<int> SubmitAsync(MfaManager mfa, string? code)
    {
        try
        {
            return await mfa.VerifyStepUpAsync(Subject, MfaMethod.Totp, code) is MfaVerification.Verified ? 0 : 1;
        }
        catch (StoreUnavailableException)
        {
            return 2;
        }
    }
}
