using System.Diagnostics;

namespace SecurityKit.Crypto;

/// <summary>The spans of this package: passwords, and reading and changing key rings. Encrypting and signing take microseconds and have none.</summary>
internal static class CryptoTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Crypto");

    internal static readonly Spans Spans = new(Source);
}
