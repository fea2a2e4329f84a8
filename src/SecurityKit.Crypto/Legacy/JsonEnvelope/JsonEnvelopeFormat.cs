using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecurityKit.Crypto;

/// <summary>
/// The JSON envelope of the earlier system: <c>{"version","iv","tag","data","algorithm"}</c>, base64, AES-256-GCM, one key per version, derived
/// with PBKDF2-SHA-256 from a master key. Thread-safe; disposing wipes the keys.
/// </summary>
/// <remarks>
/// The version is written in the data, so whoever can write data chooses it. Only versions that the host names derive a key, each once;
/// any other version is refused before any work is done.
/// </remarks>
public sealed class JsonEnvelopeFormat : ILegacyFormat, IDisposable
{
    private const string AlgorithmName = "AES-256-GCM";
    private const string SaltSuffix = "digital_twin_salt";
    private const int DerivationIterations = 100_000;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    private readonly SecretBuffer _masterKey;
    private readonly FrozenDictionary<string, Lazy<SecretBuffer>> _keys;
    private readonly string _newestVersion;
    private int _derivations;

    /// <summary>Creates the format.</summary>
    /// <param name="masterKey">The earlier system's master key, as the bytes it gave to PBKDF2; copied.</param>
    /// <param name="versions">Every version whose data is to be read, the newest first.</param>
    public JsonEnvelopeFormat(ReadOnlySpan<byte> masterKey, params IReadOnlyList<string> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentOutOfRangeException.ThrowIfZero(masterKey.Length, nameof(masterKey));
        ArgumentOutOfRangeException.ThrowIfZero(versions.Count, nameof(versions));
        _masterKey = new SecretBuffer(masterKey);
        _newestVersion = versions[0];
        _keys = versions.Distinct(StringComparer.Ordinal).ToFrozenDictionary(
            version => version, version => new Lazy<SecretBuffer>(() => Derive(version)), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name => "json-envelope";

    /// <summary>How many keys have been derived.</summary>
    internal int Derivations => _derivations;

    /// <inheritdoc/>
    public bool IsMine(ReadOnlySpan<byte> stored) => stored.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> stored)
    {
        var envelope = Parse(stored);
        if (envelope is null || !_keys.TryGetValue(envelope.Version, out var key)
            || envelope.Nonce.Length != NonceBytes || envelope.Tag.Length != TagBytes)
        {
            throw new DecryptionFailedException();
        }

        var plaintext = new byte[envelope.Ciphertext.Length];
        using var cipher = CipherOf(key.Value);
        try
        {
            cipher.Decrypt(envelope.Nonce, envelope.Ciphertext, envelope.Tag, plaintext);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new DecryptionFailedException();
        }
    }

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var ciphertext = new byte[plaintext.Length];
        var tag = new byte[TagBytes];
        using (var cipher = CipherOf(_keys[_newestVersion].Value))
        {
            cipher.Encrypt(nonce, plaintext, ciphertext, tag);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", _newestVersion);
            writer.WriteBase64String("iv", nonce);
            writer.WriteBase64String("tag", tag);
            writer.WriteBase64String("data", ciphertext);
            writer.WriteString("algorithm", AlgorithmName);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _masterKey.Dispose();
        foreach (var key in _keys.Values.Where(k => k.IsValueCreated))
        {
            key.Value.Dispose();
        }
    }

    private static AesGcm CipherOf(SecretBuffer key) => key.Use(static secret => new AesGcm(secret, TagBytes));

    private static Envelope? Parse(ReadOnlySpan<byte> stored)
    {
        try
        {
            using var document = JsonDocument.Parse(stored.ToArray(), Strict);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("algorithm", out var algorithm) && algorithm.ValueEquals(AlgorithmName)
                && root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                && root.TryGetProperty("iv", out var iv) && iv.TryGetBytesFromBase64(out var nonce)
                && root.TryGetProperty("tag", out var mac) && mac.TryGetBytesFromBase64(out var tag)
                && root.TryGetProperty("data", out var data) && data.TryGetBytesFromBase64(out var ciphertext)
                ? new Envelope(version.GetString()!, nonce, tag, ciphertext)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a number where a text belongs.
            return null;
        }
    }

    private SecretBuffer Derive(string version)
    {
        Interlocked.Increment(ref _derivations);
        Span<byte> key = stackalloc byte[KeyBytes];
        _masterKey.Use(Encoding.UTF8.GetBytes(version + SaltSuffix), key, static (master, salt, destination) =>
            Rfc2898DeriveBytes.Pbkdf2(master, salt, destination, DerivationIterations, HashAlgorithmName.SHA256));
        var kept = new SecretBuffer(key);
        CryptographicOperations.ZeroMemory(key);
        return kept;
    }

    private sealed record Envelope(string Version, byte[] Nonce, byte[] Tag, byte[] Ciphertext);
}
