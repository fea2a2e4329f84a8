using System.Net;

namespace SecurityKit;

/// <summary>Who does what is being done, and from where. Set per request by the host; read by events, sessions and limits.</summary>
public sealed record OperationContext
{
    /// <summary>Nothing is known: a background job or a test.</summary>
    public static OperationContext None { get; } = new();

    /// <summary>The subject that acts, when it is known; may differ from the subject acted upon.</summary>
    public string? Actor { get; init; }

    /// <summary>The client's address as seen behind trusted proxies only.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The client's User-Agent header, at most 512 characters are used.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The client's Accept-Language header.</summary>
    public string? AcceptLanguage { get; init; }

    /// <summary>Ties the events of one request together.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The network the client is in: /24 for IPv4, /48 for IPv6; <see langword="null"/> when the address is not known.</summary>
    public string? Network => RemoteAddress is null ? null : NetworkPrefix.Of(RemoteAddress);

    /// <summary>The network and the actor only; never the raw address.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"OperationContext {{ Actor = {Actor}, Network = {Network}, CorrelationId = {CorrelationId} }}";
}
