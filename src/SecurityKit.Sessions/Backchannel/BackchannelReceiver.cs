namespace SecurityKit.Sessions;

/// <summary>Somebody who wants to hear when sessions are ended before their time.</summary>
public sealed class BackchannelReceiver
{
    /// <summary>Where to post to: https, or http on loopback.</summary>
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>Who the receiver is (<c>aud</c>): its client id or URL.</summary>
    public string Audience { get; set; } = string.Empty;

    /// <summary>What it understands.</summary>
    /// <value>Default: <see cref="BackchannelProtocol.OpenIdLogout"/>.</value>
    public BackchannelProtocol Protocol { get; set; }

    /// <summary>A bearer token to authorise the post with, where the receiver asks for one. Keep it in a secret store.</summary>
    public string? AuthorizationToken { get; set; }

    /// <summary>Where it posts; never the bearer token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"BackchannelReceiver {{ Endpoint = {Endpoint}, Protocol = {Protocol} }}";

    internal bool IsUsable =>
        Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
