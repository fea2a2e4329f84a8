using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore;
using SecurityKit.Testing;

namespace SecurityKit.Cli.Tests;

internal static class PostureHostExtensions
{
    internal static PostureHost WithSmtp(this PostureHost host, string security)
    {
        host["SecurityKit:Smtp:Host"] = "mail.example.test";
        host["SecurityKit:Smtp:From"] = "security@example.test";
        host["SecurityKit:Smtp:Security"] = security;
        host.Kit.AddSmtpSender();
        return host;
    }

    internal static void WithGeoDatabase(this PostureHost host, TimeSpan age) => host.Kit.AddGeoDatabase(geo => geo.DatabaseFile =
        new GeoTestFile { BuiltAt = TimeProvider.System.GetUtcNow() - age }.With("203.0.113.0/24", GeoTestFile.Place(47.37, 8.54)).MoveTo(host.PathOf("city.mmdb")));

    internal static void ListenOnTls(this PostureHost host)
    {
        host.Builder.WebHost.UseUrls("https://127.0.0.1:0");
        host.Builder.WebHost.UseKestrelHttpsConfiguration();
        host.Builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseSecurityKitTransport();
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System));
        });
    }
}
