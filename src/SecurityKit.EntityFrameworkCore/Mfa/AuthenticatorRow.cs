using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class AuthenticatorRow
{
    public required string Id { get; set; }

    public required string Subject { get; set; }

    public required string Method { get; set; }

    public required string Name { get; set; }

    public required byte[] Protected { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public long LastStep { get; set; }

    internal static AuthenticatorRow From(Authenticator authenticator) => new()
    {
        Id = authenticator.Id,
        Subject = authenticator.Subject,
        Method = MfaMethods.NameOf(authenticator.Method),
        Name = authenticator.Name,
        Protected = authenticator.Protected,
        CreatedAt = authenticator.CreatedAt,
        ConfirmedAt = authenticator.ConfirmedAt,
        LastUsedAt = authenticator.LastUsedAt,
        LastStep = authenticator.LastStep,
    };

    internal Authenticator ToAuthenticator() => new()
    {
        Id = Id,
        Subject = Subject,
        Method = MfaMethods.TryParse(Method, out var method)
            ? method
            : throw new InvalidOperationException($"The authenticator {Id} is of a method this version does not know."),
        Name = Name,
        Protected = Protected,
        CreatedAt = CreatedAt,
        ConfirmedAt = ConfirmedAt,
        LastUsedAt = LastUsedAt,
        LastStep = LastStep,
    };
}
