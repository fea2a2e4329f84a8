namespace SecurityKit.Identity;

/// <summary>A name or address and a password, from somebody unknown.</summary>
/// <param name="Login">The user name or the e-mail address.</param>
/// <param name="Password">The password.</param>
public sealed record SignInRequest(string Login, string Password)
{
    /// <summary>
    /// What <see cref="SignInOutcome.Verified.DeviceToken"/> said at an earlier sign-in on this device. Failures of a known device are counted
    /// apart, so that an attack from elsewhere does not lock out the owner. A wrong one counts as none.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>Nothing of the input.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"SignInRequest {{ HasDeviceToken = {DeviceToken is not null} }}";
}
