namespace SecurityKit.Sessions;

/// <summary>The request a proof came with.</summary>
/// <param name="Proof">The value of the one <c>DPoP</c> header; null where there is none or more than one.</param>
/// <param name="Method">The HTTP method as it was sent.</param>
/// <param name="Uri">The absolute URI as the client sees it, behind proxies too; query and fragment do not matter.</param>
/// <param name="AccessToken">The access token the request carries; null at a request for one.</param>
public sealed record DpopRequest(string? Proof, string Method, Uri Uri, string? AccessToken)
{
    /// <summary>The method and the path; never the tokens.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"DpopRequest {{ {Method} {Uri.AbsolutePath} }}";
}
