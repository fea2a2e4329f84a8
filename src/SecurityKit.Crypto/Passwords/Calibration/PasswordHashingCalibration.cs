namespace SecurityKit.Crypto;

/// <summary>Argon2id parameters for this machine.</summary>
/// <param name="MemoryKiB">For <see cref="PasswordHashingOptions.MemoryKiB"/>.</param>
/// <param name="Iterations">For <see cref="PasswordHashingOptions.Iterations"/>.</param>
/// <param name="Parallelism">For <see cref="PasswordHashingOptions.Parallelism"/>.</param>
/// <param name="Took">What one hash took with them, here and now.</param>
/// <param name="Target">What was asked for.</param>
public sealed record PasswordHashingCalibration(int MemoryKiB, int Iterations, int Parallelism, TimeSpan Took, TimeSpan Target)
{
    /// <summary>Whether one hash stays within the target. When not, even the OWASP minimum takes longer here.</summary>
    public bool IsWithinTarget => Took <= Target;
}
