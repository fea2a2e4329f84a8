namespace SecurityKit.Cli;

/// <summary>Addresses the tool calls: https, or http to this machine.</summary>
internal static class OutsideAddress
{
    internal static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new UsageException($"'{text}' is not an https URL. Plain http is used to this machine only: what comes over it could be anybody's.");
}
