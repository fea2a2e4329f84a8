namespace SecurityKit.AspNetCore;

/// <summary>On a route that an option switches: while it is off, the route answers 404 as if it were not there.</summary>
internal sealed record FeatureGate(Func<EndpointOptions, bool> IsOn);
