namespace SecurityKit.AspNetCore;

/// <summary>How long texts may be before any rule of a capability looks at them. Generous: the capability's own rule speaks first for people.</summary>
internal static class InputLimits
{
    internal const int Name = 1_024;
    internal const int Password = 4_096;
    internal const int Code = 64;
    internal const int Token = 512;

    /// <summary>A passkey's answer with all its extensions.</summary>
    internal const int Credential = 16_384;

    internal const int Label = 256;
    internal const int Scopes = 64;
}
