using System.Text;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Reads werkzeug's (Flask's) <c>pbkdf2:sha256:iterations$salt$tag</c>: the salt is text, the tag lower-case hex.</summary>
internal sealed class WerkzeugPasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    private const string Prefix = "pbkdf2:";
    private const int MaxCharacters = 400;

    public string Name => "pbkdf2-werkzeug";

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length > MaxCharacters || !hash.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = hash.Split('$');
        var method = parts[0].Split(':');
        if (parts.Length != 3 || method.Length != 3 || Pbkdf2Hash.FunctionOf(method[1]) is not { } function
            || !PhcNumber.TryParse(method[2], out var iterations) || !Ascii.IsValid(parts[1])
            || parts[2].Length != 2 * Pbkdf2Hash.OutputBytesOf(function) || !parts[2].All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        return Pbkdf2Hash.Create(
            function, iterations, Encoding.ASCII.GetBytes(parts[1]), Convert.FromHexString(parts[2]), options.Value.Limits);
    }
}
