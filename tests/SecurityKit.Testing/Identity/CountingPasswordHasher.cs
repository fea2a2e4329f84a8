using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>A fast stand-in for tests of rules: counts the work that is asked for. Never register it in a host.</summary>
public sealed class CountingPasswordHasher : IPasswordHasher
{
    private int _hashes;
    private int _verifications;

    public int Hashes => _hashes;

    /// <summary>Verifications, those against nothing included: what a caller can tell by time.</summary>
    public int Verifications => _verifications;

    public string Version { get; set; } = "1";

    public Action? OnVerify { get; set; }

    public ValueTask<string> HashAsync(string password, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _hashes);
        return ValueTask.FromResult($"$test${Version}${Digest(password)}");
    }

    public ValueTask<PasswordVerification> VerifyAsync(string hash, string password, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _verifications);
        OnVerify?.Invoke();
        var parts = hash.Split('$');
        if (parts[^1] != Digest(password))
        {
            return ValueTask.FromResult(PasswordVerification.Failed);
        }

        return ValueTask.FromResult(parts[^2] == Version ? PasswordVerification.Verified : PasswordVerification.VerifiedRehashNeeded);
    }

    public ValueTask VerifyNothingAsync(string password, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _verifications);
        return ValueTask.CompletedTask;
    }

    private static string Digest(string password) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password)));
}
