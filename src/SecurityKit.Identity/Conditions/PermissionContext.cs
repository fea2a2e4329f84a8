using System.Net;

namespace SecurityKit.Identity;

/// <summary>What is known at the time of use.</summary>
public sealed record PermissionContext
{
    /// <summary>The present, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The client's address as seen behind trusted proxies only; <see langword="null"/> when not known.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>Facts the host vouches for, such as <c>department</c> or <c>managed_device</c>; never taken from the client unchecked.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The time and the names of the attributes only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"PermissionContext {{ Now = {Now:O}, Attributes = {string.Join(", ", Attributes.Keys)} }}";
}
