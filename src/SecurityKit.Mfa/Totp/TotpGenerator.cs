using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SecurityKit.Mfa;

/// <summary>
/// Makes and finds time-based one-time passwords (RFC 6238 over RFC 4226, T0 = 0) with one keyed hash that is reused for every step.
/// Computing allocates nothing but the text of a code. Not thread-safe; dispose it to clear the key.
/// </summary>
public sealed class TotpGenerator : IDisposable
{
    /// <summary>The shortest secret that is accepted, in bytes: some issuers use 80 bits. The kit makes 160 bits.</summary>
    public const int MinSecretBytes = 10;

    /// <summary>The longest secret that is accepted, in bytes.</summary>
    public const int MaxSecretBytes = 128;

    /// <summary>The widest window <see cref="FindStep"/> searches, in steps either way.</summary>
    public const int MaxWindowSteps = 10;

    private const int LongestMacBytes = 64;

    private readonly IncrementalHash _mac;
    private readonly int _modulus;

    /// <summary>Creates a generator.</summary>
    /// <param name="secret">10 to 128 bytes; copied.</param>
    /// <param name="parameters">How codes are made; a default value is refused.</param>
    /// <exception cref="ArgumentException">The secret is too short or too long, or the parameters are none.</exception>
    public TotpGenerator(ReadOnlySpan<byte> secret, TotpParameters parameters)
    {
        if (secret.Length is < MinSecretBytes or > MaxSecretBytes)
        {
            throw new ArgumentException("A TOTP secret has 10 to 128 bytes.", nameof(secret));
        }

        if (parameters.Digits == 0)
        {
            throw new ArgumentException("The parameters are not set; use TotpParameters.Default.", nameof(parameters));
        }

        Parameters = parameters;
        _modulus = parameters.Digits == 8 ? 100_000_000 : 1_000_000;
        _mac = IncrementalHash.CreateHMAC(HashNameOf(parameters.Algorithm), secret);
    }

    /// <summary>How codes are made.</summary>
    public TotpParameters Parameters { get; }

    /// <summary>The step in force at a time: whole periods since 1970-01-01T00:00:00Z.</summary>
    /// <param name="time">The time, not before 1970.</param>
    /// <returns>The step.</returns>
    public long StepAt(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(time));
        return seconds / (Parameters.Period.Ticks / TimeSpan.TicksPerSecond);
    }

    /// <summary>The code of a time.</summary>
    /// <param name="time">The time, not before 1970.</param>
    /// <returns>The code, with leading zeros.</returns>
    public string ComputeCode(DateTimeOffset time) =>
        (Truncate(StepAt(time)) % _modulus).ToString(CultureInfo.InvariantCulture).PadLeft(Parameters.Digits, '0');

    /// <summary>Finds the step a code belongs to. Takes the same time wherever in the window it is, and when it is not there.</summary>
    /// <param name="code">The code: exactly as many ASCII digits as the parameters say.</param>
    /// <param name="now">The present time.</param>
    /// <param name="windowSteps">How many steps before and after the present one count too, 0 to 10.</param>
    /// <returns>The newest step with that code, or null. The caller must spend the step, or the code works again.</returns>
    public long? FindStep(ReadOnlySpan<char> code, DateTimeOffset now, int windowSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(windowSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowSteps, MaxWindowSteps);
        if (!TryReadDigits(code, out var candidate))
        {
            return null;
        }

        var present = StepAt(now);
        var found = -1L;
        for (var step = Math.Max(0, present - windowSteps); step <= present + windowSteps; step++)
        {
            // All ones where the values are equal, else all zeros: no branch depends on the code.
            var difference = (uint)((Truncate(step) % _modulus) ^ candidate);
            var isEqual = (long)((ulong)(difference - 1L) >> 63) * -1L;
            found = (found & ~isEqual) | (step & isEqual);
        }

        return found < 0 ? null : found;
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => _mac.Dispose();

    /// <summary>The 31-bit value of RFC 4226 section 5.3 for a counter.</summary>
    internal int Truncate(long counter)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        Span<byte> mac = stackalloc byte[LongestMacBytes];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        _mac.AppendData(message);
        var length = _mac.GetHashAndReset(mac);
        var offset = mac[length - 1] & 0x0F;
        return BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7FFF_FFFF;
    }

    private static HashAlgorithmName HashNameOf(TotpAlgorithm algorithm) => algorithm switch
    {
        TotpAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        TotpAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA512,
    };

    private bool TryReadDigits(ReadOnlySpan<char> code, out int value)
    {
        value = 0;
        if (code.Length != Parameters.Digits)
        {
            return false;
        }

        foreach (var character in code)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            value = (value * 10) + (character - '0');
        }

        return true;
    }
}
