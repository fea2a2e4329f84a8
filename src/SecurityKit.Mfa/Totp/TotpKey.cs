using System.Globalization;
using System.Security.Cryptography;

namespace SecurityKit.Mfa;

/// <summary>
/// A TOTP key with what an authenticator app must know about it, outside any store: for tools, imports and tests. Hosts enrol through
/// <see cref="MfaManager.BeginTotpEnrollmentAsync"/> instead. Reads and writes the key URI of authenticator apps. Not thread-safe; zeroed by <see cref="Dispose"/>.
/// </summary>
public sealed class TotpKey : IDisposable
{
    private const string Prefix = "otpauth://totp/";

    private readonly byte[] _secret;

    private TotpKey(string issuer, string accountName, byte[] secret, TotpParameters parameters)
    {
        Issuer = issuer;
        AccountName = accountName;
        Parameters = parameters;
        _secret = secret;
    }

    /// <summary>Whose account it is for; empty when the URI named nobody.</summary>
    public string Issuer { get; }

    /// <summary>The account's name.</summary>
    public string AccountName { get; }

    /// <summary>How codes are made.</summary>
    public TotpParameters Parameters { get; }

    /// <summary>Makes a key with a new random secret of 160 bits, as RFC 4226 section 4 advises.</summary>
    /// <param name="issuer">Whose account it is for; no colon.</param>
    /// <param name="accountName">The account's name; no colon.</param>
    /// <param name="parameters">How codes are made.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">A name is empty or has a colon, which would end the issuer within the label.</exception>
    public static TotpKey Create(string issuer, string accountName, TotpParameters parameters) =>
        Of(issuer, accountName, RandomNumberGenerator.GetBytes(TotpSecret.NewSecretBytes), parameters);

    /// <summary>Takes a secret as it is shown to people who cannot scan: base32, in either case, spaces and padding allowed.</summary>
    /// <param name="issuer">Whose account it is for; no colon.</param>
    /// <param name="accountName">The account's name; no colon.</param>
    /// <param name="secretBase32">The secret, 10 to 128 bytes.</param>
    /// <param name="parameters">How codes are made.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">A name is empty or has a colon.</exception>
    /// <exception cref="FormatException">The secret is not base32 or has another length.</exception>
    public static TotpKey FromBase32(string issuer, string accountName, string secretBase32, TotpParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(secretBase32);
        return Of(issuer, accountName, ReadSecret(secretBase32), parameters);
    }

    /// <summary>Reads a key URI, <c>otpauth://totp/Issuer:account?secret=...</c>.</summary>
    /// <param name="uri">The URI.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">It is not such a URI; the message names the part and never the secret.</exception>
    public static TotpKey Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || uri.IndexOf('?', StringComparison.Ordinal) is var query && query < 0)
        {
            throw new FormatException("A TOTP key URI begins with otpauth://totp/ and names its secret after a question mark.");
        }

        var label = Uri.UnescapeDataString(uri[Prefix.Length..query]);
        var fields = ReadFields(uri[(query + 1)..]);
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        var issuer = fields.GetValueOrDefault("issuer") ?? (colon < 0 ? string.Empty : label[..colon]);
        var secret = ReadSecret(fields.GetValueOrDefault("secret") ?? string.Empty);
        return new TotpKey(issuer, label[(colon + 1)..].TrimStart(), secret, ReadParameters(fields));
    }

    /// <summary>The key URI. It holds the secret.</summary>
    /// <returns>The URI.</returns>
    public string ToUri() => TotpUri.Build(Issuer, AccountName, Base32.Encode(_secret, Base32.StandardAlphabet), Parameters);

    /// <summary>The key URI as a QR code. It holds the secret.</summary>
    /// <returns>The code, to be drawn.</returns>
    public TotpQrCode ToQrCode() => new(ToUri());

    /// <summary>Makes and checks codes.</summary>
    /// <returns>A generator of the caller's own.</returns>
    public TotpGenerator CreateGenerator() => new(_secret, Parameters);

    /// <summary>Zeroes the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>Whose key it is, never the secret.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"TotpKey {{ Issuer = {Issuer}, AccountName = {AccountName} }}";

    private static TotpKey Of(string issuer, string accountName, byte[] secret, TotpParameters parameters)
    {
        CheckName(issuer, nameof(issuer));
        CheckName(accountName, nameof(accountName));
        if (parameters.Digits == 0)
        {
            throw new ArgumentException("The parameters are not set; use TotpParameters.Default.", nameof(parameters));
        }

        return new TotpKey(issuer, accountName, secret, parameters);
    }

    private static void CheckName(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException("A colon separates issuer and account in the label; neither may hold one.", parameter);
        }
    }

    private static byte[] ReadSecret(string text) =>
        Base32.TryDecode(text) is { Length: >= TotpGenerator.MinSecretBytes and <= TotpGenerator.MaxSecretBytes } secret
            ? secret
            : throw new FormatException("The secret must be 10 to 128 bytes as base32 (letters A to Z, digits 2 to 7).");

    private static Dictionary<string, string> ReadFields(string query)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !fields.TryAdd(pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..])))
            {
                throw new FormatException("A TOTP key URI names each field once, as name=value.");
            }
        }

        return fields;
    }

    private static TotpParameters ReadParameters(Dictionary<string, string> fields)
    {
        TotpAlgorithm? algorithm = fields.GetValueOrDefault("algorithm")?.ToUpperInvariant() switch
        {
            null or "SHA1" => TotpAlgorithm.Sha1,
            "SHA256" => TotpAlgorithm.Sha256,
            "SHA512" => TotpAlgorithm.Sha512,
            _ => null,
        };
        if (algorithm is null
            || !TryNumber(fields, "digits", 6, out var digits) || digits is not (6 or 8)
            || !TryNumber(fields, "period", 30, out var seconds) || !TotpParameters.IsPeriod(TimeSpan.FromSeconds(seconds)))
        {
            throw new FormatException("A TOTP key URI has algorithm SHA1, SHA256 or SHA512, 6 or 8 digits and a period of 15 to 300 seconds.");
        }

        return new TotpParameters(algorithm.Value, digits, TimeSpan.FromSeconds(seconds));
    }

    private static bool TryNumber(Dictionary<string, string> fields, string name, int otherwise, out int number)
    {
        number = otherwise;
        return !fields.TryGetValue(name, out var text) || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
