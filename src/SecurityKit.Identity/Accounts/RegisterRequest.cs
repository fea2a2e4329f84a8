namespace SecurityKit.Identity;

/// <summary>What a new account starts with.</summary>
/// <param name="UserName">The wished name.</param>
/// <param name="Email">The address; optional unless <see cref="IdentityOptions.RequireConfirmedEmail"/> is set.</param>
/// <param name="Password">The password.</param>
public sealed record RegisterRequest(string UserName, string? Email, string Password)
{
    /// <summary>Nothing of the input.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(RegisterRequest);
}
