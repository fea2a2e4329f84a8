namespace SecurityKit.Mfa;

/// <summary>How the wish to trust a device ended. Switch over the cases; there are no others.</summary>
public abstract record TrustedDeviceGrant
{
    private TrustedDeviceGrant()
    {
    }

    /// <summary>The device is trusted.</summary>
    /// <param name="Token">The bearer value for the device to keep, 43 characters; only its hash is stored. Put it into a host-only, HTTP-only cookie.</param>
    /// <param name="Device">The device.</param>
    public sealed record Granted(string Token, TrustedDevice Device) : TrustedDeviceGrant
    {
        /// <summary>The device's id; never the token.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Granted {{ Device = {Device.Id} }}";
    }

    /// <summary>The session's second factor is missing or too old.</summary>
    public sealed record StepUpRequired : TrustedDeviceGrant;

    /// <summary>Trusted devices are switched off, or the policy asks this subject for a further factor at every sign-in.</summary>
    public sealed record NotAllowed : TrustedDeviceGrant;

    /// <summary>The name is not acceptable.</summary>
    /// <param name="Problems">What is wrong with <c>name</c>.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : TrustedDeviceGrant;
}
