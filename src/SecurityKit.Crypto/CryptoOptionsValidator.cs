using System.Buffers;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

internal sealed class CryptoOptionsValidator : IValidateOptions<CryptoOptions>
{
    private const int MaxRingNameLength = 64;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly TimeSpan MaxGrace = TimeSpan.FromDays(36_525);
    private static readonly string[] OwnRings = [KeyRingNames.Data, KeyRingNames.Signing, KeyRingNames.Index];

    public ValidateOptionsResult Validate(string? name, CryptoOptions options)
    {
        var problems = new List<string>();
        Check(options.RefreshInterval >= TimeSpan.FromSeconds(1) && options.RefreshInterval <= TimeSpan.FromHours(1),
            "CryptoOptions.RefreshInterval must be between 1 second and 1 hour.");
        Check(options.PropagationDelay >= 2 * options.RefreshInterval && options.PropagationDelay <= TimeSpan.FromDays(1),
            "CryptoOptions.PropagationDelay must be at least twice RefreshInterval, so that every node knows a key before it is used, and at most 1 day.");
        Check(Enum.IsDefined(options.SigningAlgorithm), "CryptoOptions.SigningAlgorithm must be ES256 or RS256.");
        CheckRing("DataRing", options.DataRing);
        CheckRing("SigningRing", options.SigningRing);
        foreach (var (ringName, ring) in options.Rings)
        {
            var isNameRight = ringName.Length is > 0 and <= MaxRingNameLength && !ringName.AsSpan().ContainsAnyExcept(NameCharacters);
            Check(isNameRight, $"CryptoOptions.Rings: the name '{ringName}' must have 1 to {MaxRingNameLength} lower-case letters, digits, dots and dashes.");
            Check(!OwnRings.Contains(ringName, StringComparer.Ordinal), $"CryptoOptions.Rings: '{ringName}' is one of the kit's own rings; choose another name.");
            CheckRing($"Rings['{ringName}']", ring);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(bool isRight, string problem)
        {
            if (!isRight)
            {
                problems.Add(problem);
            }
        }

        void CheckRing(string path, KeyRingOptions ring)
        {
            Check(Aead.IsKnown(ring.Algorithm), $"CryptoOptions.{path}.Algorithm must be Aes256Gcm, XAes256Gcm or ChaCha20Poly1305.");
            Check(ring.RotationPeriod >= TimeSpan.FromHours(1) && ring.RotationPeriod <= TimeSpan.FromDays(731),
                $"CryptoOptions.{path}.RotationPeriod must be between 1 hour and 2 years.");
            Check(ring.AnnounceAhead >= options.PropagationDelay && ring.AnnounceAhead < ring.RotationPeriod,
                $"CryptoOptions.{path}.AnnounceAhead must be at least PropagationDelay and less than RotationPeriod.");
            Check(ring.Grace >= TimeSpan.FromHours(1) && ring.Grace <= MaxGrace, $"CryptoOptions.{path}.Grace must be between 1 hour and 100 years.");
            Check(ring.MaxMessagesPerKey is >= 1024 and <= 1L << 32,
                $"CryptoOptions.{path}.MaxMessagesPerKey must be between 1024 and 2^32, the bound of NIST SP 800-38D.");
        }
    }
}
