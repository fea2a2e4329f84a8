namespace SecurityKit.Crypto;

/// <summary>
/// How passwords are hashed. Binds from the configuration section <c>SecurityKit:Crypto:Passwords</c>; read at the host's start.
/// The defaults follow the OWASP Password Storage guidance for Argon2id.
/// </summary>
public sealed class PasswordHashingOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Crypto:Passwords";

    internal const int MaxMemoryKiB = 1024 * 1024;
    internal const int OwaspMinMemoryKiB = 7 * 1024;
    internal const int OwaspMinMemoryTimesIterationsKiB = 5 * OwaspMinMemoryKiB;

    /// <summary>Argon2id memory cost, in KiB; 8 per lane to 1,048,576.</summary>
    /// <value>Default: 19,456 (19 MiB).</value>
    public int MemoryKiB { get; set; } = 19 * 1024;

    /// <summary>Argon2id time cost: passes over the memory, 1 to 64.</summary>
    /// <value>Default: 2.</value>
    public int Iterations { get; set; } = 2;

    /// <summary>Argon2id lanes, 1 to 64. More than one are filled in parallel.</summary>
    /// <value>Default: 1.</value>
    public int Parallelism { get; set; } = 1;

    /// <summary>Whether parameters below the OWASP minimum are accepted; for tests.</summary>
    /// <value>Default: <see langword="false"/>; the start is refused.</value>
    public bool AllowWeakParameters { get; set; }

    /// <summary>
    /// The most working memory of all hashing at one time, in MiB: 1 to 65,536. A call that would exceed it waits for its turn, first come first
    /// served. Memory that has been taken is kept for the next call.
    /// </summary>
    /// <value>Default: 256.</value>
    public int MemoryCapMiB { get; set; } = 256;

    /// <summary>The most threads that hash at one time, 1 to 1,024; null for one per processor.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public int? MaxThreads { get; set; }

    /// <summary>How much work a stored hash may ask for.</summary>
    /// <value>Default: see <see cref="PasswordVerificationLimits"/>.</value>
    public PasswordVerificationLimits Limits { get; set; } = new();

    /// <summary>
    /// The key ring whose keys encrypt the stored hashes (a pepper), or null for none. A ring of its own with a long grace is best:
    /// <c>AddCrypto(o => o.AddRing("passwords", r => r.Grace = ...))</c>; see <see cref="PasswordPepper"/> for its rotation.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? PepperRing { get; set; }

    /// <summary>Whether the pepper of <see cref="PepperRing"/> is on its way out: hashes that have one still verify, new ones get none.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RemovePepper { get; set; }

    internal int EffectiveThreads => MaxThreads ?? Environment.ProcessorCount;

    internal bool MeetsOwaspMinimum =>
        MemoryKiB >= OwaspMinMemoryKiB && (long)MemoryKiB * Iterations >= OwaspMinMemoryTimesIterationsKiB;
}
