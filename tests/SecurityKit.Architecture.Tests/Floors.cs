namespace SecurityKit.Architecture.Tests;

/// <summary>Which package may lean on which. A package that stands here on no floor fails the tests until it is given one.</summary>
internal static class Floors
{
    private static readonly string[] Core = ["SecurityKit.Core"];
    private static readonly string[] CoreAndCrypto = [.. Core, "SecurityKit.Crypto"];

    private static readonly string[] Capabilities =
    [
        "SecurityKit.Identity", "SecurityKit.Mfa", "SecurityKit.Sessions", "SecurityKit.Secrets", "SecurityKit.Protection", "SecurityKit.Compliance",
    ];

    private static readonly string[] Adapters =
    [
        "SecurityKit.EntityFrameworkCore", "SecurityKit.Redis", "SecurityKit.Pkcs11", "SecurityKit.Messaging", "SecurityKit.Vault",
        "SecurityKit.Aws", "SecurityKit.Azure", "SecurityKit.Geo", "SecurityKit.AspNetCore",
    ];

    private static readonly string[] Tops = ["SecurityKit", "SecurityKit.Cli"];

    /// <summary>The packages that <paramref name="package"/> may reference, or null when it stands on no floor.</summary>
    internal static IReadOnlyCollection<string>? AllowedFor(string package) => package switch
    {
        "SecurityKit.Core" => [],
        "SecurityKit.Crypto" => Core,
        _ when Capabilities.Contains(package) => CoreAndCrypto,
        _ when Adapters.Contains(package) => [.. CoreAndCrypto, .. Capabilities],
        _ when Tops.Contains(package) => Repository.Packages,
        _ => null,
    };
}
