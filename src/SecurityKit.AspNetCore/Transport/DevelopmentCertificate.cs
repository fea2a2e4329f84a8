using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Makes certificates for <c>localhost</c>, names of the form <c>NAME.dev.localhost</c> and the loopback addresses, signed by themselves, for development. Nobody trusts them unless told to;
/// a host that is reached by name needs one from an authority.
/// </summary>
public static class DevelopmentCertificate
{
    private const string Name = "localhost";
    private const string NamesOfHosts = "*.dev.localhost";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int RsaBits = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(7);

    /// <summary>Makes a certificate that is good for 90 days.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The certificate with its private key; the caller disposes it.</returns>
    public static X509Certificate2 Create(DevelopmentKey key, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        if (key == DevelopmentKey.Rsa4096)
        {
            using var rsa = RSA.Create(RsaBits);
            return Sign(new CertificateRequest($"CN={Name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), now);
        }

        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(new CertificateRequest($"CN={Name}", ecdsa, HashAlgorithmName.SHA256), now);
    }

    /// <summary>
    /// Reads the certificate kept in a file, or makes one and keeps it there, readable by its owner only. One that ends within a week is replaced.
    /// </summary>
    /// <param name="path">The file (PKCS#12 without a password).</param>
    /// <param name="key">The key of a new one.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The certificate with its private key; the caller disposes it.</returns>
    public static X509Certificate2 LoadOrCreate(string path, DevelopmentKey key, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(clock);
        if (File.Exists(path))
        {
            var kept = X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
            if (kept.NotAfter.ToUniversalTime() > (clock.GetUtcNow() + RenewBefore).UtcDateTime)
            {
                return kept;
            }

            kept.Dispose();
            File.Delete(path);
        }

        var made = Create(key, clock);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(made.Export(X509ContentType.Pkcs12));
        return made;
    }

    private static X509Certificate2 Sign(CertificateRequest request, DateTimeOffset now)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        names.AddDnsName(NamesOfHosts);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        return request.CreateSelfSigned(now - ClockSkew, now + Lifetime);
    }
}
