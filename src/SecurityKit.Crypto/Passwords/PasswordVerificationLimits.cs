namespace SecurityKit.Crypto;

/// <summary>
/// How much work a stored hash may ask for. Whoever can write to the account table could otherwise plant a hash whose verification
/// takes all memory or minutes of processor time. A hash above a limit does not verify, and the log says so.
/// </summary>
public sealed class PasswordVerificationLimits
{
    /// <summary>The most memory of a stored Argon2 hash, in KiB; 8 to 1,048,576, and never above the memory cap.</summary>
    /// <value>Default: 131,072 (128 MiB).</value>
    public int Argon2MemoryKiB { get; set; } = 128 * 1024;

    /// <summary>The most passes over the memory of a stored Argon2 hash.</summary>
    /// <value>Default: 16.</value>
    public int Argon2Iterations { get; set; } = 16;

    /// <summary>The most lanes of a stored Argon2 hash.</summary>
    /// <value>Default: 16.</value>
    public int Argon2Parallelism { get; set; } = 16;

    /// <summary>The most memory times passes of a stored Argon2 hash, in KiB.</summary>
    /// <value>Default: 1,048,576 (1 GiB written in all, a few tenths of a second).</value>
    public int Argon2MemoryTimesIterationsKiB { get; set; } = 1024 * 1024;

    /// <summary>The highest cost of a stored bcrypt hash; each step doubles the work.</summary>
    /// <value>Default: 15 (2 to 4 seconds).</value>
    public int BcryptCost { get; set; } = 15;

    /// <summary>The most iterations of a stored PBKDF2 hash.</summary>
    /// <value>Default: 5,000,000 (1 to 3 seconds).</value>
    public int Pbkdf2Iterations { get; set; } = 5_000_000;

    internal bool Allow(Argon2Parameters parameters) =>
        parameters.MemoryKiB <= Argon2MemoryKiB
        && parameters.Iterations <= Argon2Iterations
        && parameters.Parallelism <= Argon2Parallelism
        && (long)parameters.MemoryKiB * parameters.Iterations <= Argon2MemoryTimesIterationsKiB;
}
