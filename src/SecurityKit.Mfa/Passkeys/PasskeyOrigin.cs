namespace SecurityKit.Mfa;

/// <summary>Which pages may use passkeys, by what the browser says of the page that asked.</summary>
internal static class PasskeyOrigin
{
    private const string Loopback = "localhost";

    /// <summary>A domain name that is no address and has no port.</summary>
    internal static bool IsDomain(string? domain) =>
        domain is { Length: > 0 and <= 253 } && Uri.CheckHostName(domain) == UriHostNameType.Dns
        && string.Equals(domain, domain.ToLowerInvariant(), StringComparison.Ordinal);

    /// <summary>An origin of that domain or below it, written as browsers write it; https, or on this machine http.</summary>
    internal static bool IsOriginOf(string? origin, string domain) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal)
        && (uri.Host == domain || uri.Host.EndsWith("." + domain, StringComparison.Ordinal))
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == Loopback));

    internal static bool IsAllowed(PasskeyOptions options, string? origin)
    {
        if (origin is null || options.RelyingPartyId is not { } domain)
        {
            return false;
        }

        if (options.Origins.Count > 0)
        {
            return options.Origins.Contains(origin, StringComparer.Ordinal);
        }

        return domain == Loopback
            ? IsOriginOf(origin, domain) && new Uri(origin).Host == Loopback
            : string.Equals(origin, "https://" + domain, StringComparison.Ordinal);
    }
}
