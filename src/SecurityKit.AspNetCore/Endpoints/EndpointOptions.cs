namespace SecurityKit.AspNetCore;

/// <summary>The kit's routes. Binds from the configuration section <c>SecurityKit:Endpoints</c>; changes apply to the next request.</summary>
public sealed class EndpointOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Endpoints";

    /// <summary>The largest body any of the routes takes, in bytes.</summary>
    /// <value>Default: 65,536. Range: 1,024 to 1,048,576.</value>
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>Whether anyone may register. When off, the route answers 404.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Registration { get; set; } = true;

    /// <summary>Whether forgotten passwords can be reset over these routes. When off, they answer 404.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool PasswordReset { get; set; } = true;

    /// <summary>Whether subjects may make API keys over these routes. When off, they answer 404.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool ApiKeys { get; set; } = true;

    /// <summary>How many calls of the routes that anyone may call are taken from one network.</summary>
    public ThrottleOptions Throttles { get; } = new();
}
