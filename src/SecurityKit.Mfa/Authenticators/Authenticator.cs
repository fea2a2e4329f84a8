namespace SecurityKit.Mfa;

/// <summary>What a store keeps of one authenticator.</summary>
public sealed record Authenticator
{
    /// <summary>Unique, 32 lower-case hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Subject { get; init; }

    /// <summary>What kind; never <see cref="MfaMethod.RecoveryCode"/>.</summary>
    public required MfaMethod Method { get; init; }

    /// <summary>The name its owner gave it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The TOTP secret and its parameters, the destination of codes, or the passkey's public key: an envelope of <see cref="Crypto.IEncryptor"/>, bound to
    /// <see cref="Id"/> and <see cref="Subject"/>.
    /// </summary>
    public required byte[] Protected { get; init; }

    /// <summary>When its enrolment began, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a code confirmed it, UTC; null while it is pending and proves nothing.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When it last proved a factor, UTC.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The newest TOTP time step or passkey counter that was spent; only later ones are accepted. -1 when none was.</summary>
    public long LastStep { get; init; } = -1;

    /// <summary>Whether it may prove a factor.</summary>
    public bool IsActive => ConfirmedAt is not null;

    /// <summary>Id, method and state only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"Authenticator {{ Id = {Id}, Method = {Method}, IsActive = {IsActive} }}";
}
