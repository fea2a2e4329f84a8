using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>The kit's transport profile for Kestrel.</summary>
public static class SecurityKitKestrelExtensions
{
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Every https endpoint speaks TLS 1.3 only, no response names the server, and a client has 15 seconds to send its headers.
    /// With <c>CreateSlimBuilder</c> call <c>UseKestrelHttpsConfiguration()</c> too.
    /// </summary>
    /// <param name="options">Kestrel's options.</param>
    /// <returns>The same options.</returns>
    public static KestrelServerOptions UseSecurityKitTransport(this KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = HeaderTimeout;
#pragma warning disable CA5398 // The profile is this very choice; a later version of TLS will be added here by name.
        options.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls13);
#pragma warning restore CA5398
        return options;
    }
}
