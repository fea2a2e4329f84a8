using System.Text;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Reads Django's <c>pbkdf2_sha256$iterations$salt$tag</c> (and <c>pbkdf2_sha1</c>): the salt is text, the tag base64 with padding.</summary>
internal sealed class DjangoPasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    private const string Prefix = "pbkdf2_";
    private const int MaxCharacters = 400;

    public string Name => "pbkdf2-django";

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length > MaxCharacters || !hash.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = hash.Split('$');
        if (parts.Length != 4 || Pbkdf2Hash.FunctionOf(parts[0].AsSpan(Prefix.Length)) is not { } function
            || !PhcNumber.TryParse(parts[1], out var iterations) || !Ascii.IsValid(parts[2]))
        {
            return null;
        }

        var length = Pbkdf2Hash.OutputBytesOf(function);
        var padded = parts[3];
        return PhcBase64.TryDecode(padded.AsSpan().TrimEnd('='), length, length, out var tag) && padded == Convert.ToBase64String(tag)
            ? Pbkdf2Hash.Create(function, iterations, Encoding.ASCII.GetBytes(parts[2]), tag, options.Value.Limits)
            : null;
    }
}
