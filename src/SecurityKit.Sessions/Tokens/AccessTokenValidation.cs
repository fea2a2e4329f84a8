using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Sessions;

/// <summary>The answer to <see cref="TokenValidator.ValidateAsync"/>. The default value is a refusal.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Claims">What the token says; null unless valid or in need of a step-up.</param>
/// <param name="Session">Its session as it is now; null unless <see cref="AccessTokenStatus.Valid"/> or in need of a step-up.</param>
public readonly record struct AccessTokenValidation(AccessTokenStatus Status, AccessTokenClaims? Claims, Session? Session)
{
    /// <summary>What became of the DPoP proof; null where none was needed or the token was refused first.</summary>
    public DpopStatus? Proof { get; init; }

    /// <summary>Whether the token is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Claims))]
    public bool IsValid => Status is (AccessTokenStatus.Valid or AccessTokenStatus.ValidUnchecked) && Claims is not null;

    internal static AccessTokenValidation Refused(AccessTokenStatus status) => new(status, null, null);
}
