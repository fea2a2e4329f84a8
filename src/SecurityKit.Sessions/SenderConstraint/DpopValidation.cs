using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Sessions;

/// <summary>The answer to <see cref="DpopValidator.ValidateAsync"/>. The default value is a refusal.</summary>
/// <param name="Status">What was found.</param>
/// <param name="KeyThumbprint">The thumbprint of the key the client holds (<c>jkt</c>); null unless valid.</param>
public readonly record struct DpopValidation(DpopStatus Status, string? KeyThumbprint)
{
    /// <summary>Whether the client holds the key.</summary>
    [MemberNotNullWhen(true, nameof(KeyThumbprint))]
    public bool IsValid => Status == DpopStatus.Valid && KeyThumbprint is not null;
}
