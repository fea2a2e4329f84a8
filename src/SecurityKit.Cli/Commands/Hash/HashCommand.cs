using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>hash</c>: password hashing on this machine.</summary>
internal static class HashCommand
{
    internal static Command Create(CommonOptions common) => new Command("hash", "Password hashing: find the cost this machine affords, verify a stored hash.").With(
        HashCalibrateCommand.Create(common), HashVerifyCommand.Create(common));

    /// <summary>Password hashing with the configured options and nothing else: no store, no master key.</summary>
    internal static ServiceProvider Services(Invocation invocation)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(invocation.LoadConfiguration());
        services.AddSecurityKit().AddPasswordHashing();
        return services.BuildServiceProvider();
    }
}
