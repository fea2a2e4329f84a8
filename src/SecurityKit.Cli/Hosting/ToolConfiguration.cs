using Microsoft.Extensions.Configuration;

namespace SecurityKit.Cli;

/// <summary>The configuration a host would have: JSON files, then environment variables.</summary>
internal static class ToolConfiguration
{
    internal const string DatabaseProvider = "SecurityKit:Database:Provider";
    internal const string DatabaseConnection = "SecurityKit:Database:ConnectionString";
    internal const string RedisConnection = "SecurityKit:Redis:ConnectionString";
    internal const string Pkcs11Section = "SecurityKit:Pkcs11";
    internal const string SmtpSection = "SecurityKit:Smtp";

    private const string DefaultFile = "appsettings.json";

    internal static IConfigurationRoot Load(IReadOnlyList<FileInfo> files)
    {
        var builder = new ConfigurationBuilder();
        if (files.Count == 0)
        {
            builder.AddJsonFile(Path.GetFullPath(DefaultFile), optional: true);
        }

        foreach (var file in files)
        {
            if (!file.Exists)
            {
                throw new UsageException($"The configuration file '{file}' does not exist.");
            }

            builder.AddJsonFile(file.FullName, optional: false);
        }

        return builder.AddEnvironmentVariables().Build();
    }
}
