using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Reads passlib's <c>$pbkdf2-sha256$iterations$salt$tag</c> (also <c>$pbkdf2-sha512$</c>, and <c>$pbkdf2$</c> for SHA-1):
/// salt and tag in base64 without padding and with '.' for '+'.
/// </summary>
internal sealed class PasslibPasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    private const int MaxCharacters = 400;

    public string Name => "pbkdf2-passlib";

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var parts = hash.Length <= MaxCharacters ? hash.Split('$') : [];
        if (parts.Length != 5 || parts[0].Length != 0)
        {
            return null;
        }

        var name = parts[1] switch
        {
            "pbkdf2" => "sha1",
            "pbkdf2-sha256" => "sha256",
            "pbkdf2-sha512" => "sha512",
            _ => null,
        };
        if (name is null || Pbkdf2Hash.FunctionOf(name) is not { } function || !PhcNumber.TryParse(parts[2], out var iterations))
        {
            return null;
        }

        var length = Pbkdf2Hash.OutputBytesOf(function);
        return TryDecode(parts[3], 1, Pbkdf2Hash.MaxSaltBytes, out var salt) && TryDecode(parts[4], length, length, out var tag)
            ? Pbkdf2Hash.Create(function, iterations, salt, tag, options.Value.Limits)
            : null;
    }

    private static bool TryDecode(string text, int minBytes, int maxBytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return !text.Contains('+', StringComparison.Ordinal)
            && PhcBase64.TryDecode(text.Replace('.', '+'), minBytes, maxBytes, out bytes);
    }
}
