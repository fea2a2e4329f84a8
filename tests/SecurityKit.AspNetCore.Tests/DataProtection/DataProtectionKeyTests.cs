using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore.Tests.DataProtection;

/// <summary>The keys of ASP.NET Core's Data Protection, sealed by a key ring of the kit in a folder that hosts share.</summary>
[TestFixture]
public sealed class DataProtectionKeyTests
{
    private const string Text = "a cookie's content";

    private ProtectedHost _hosts = null!;

    [SetUp]
    public void MakeHosts() => _hosts = new ProtectedHost();

    [TearDown]
    public void DeleteHosts() => _hosts.Dispose();

    [Test]
    public async Task WhatOneHostProtects_AnotherReads_AndBothAfterARestart()
    {
        string token;
        await using (var first = await _hosts.StartAsync())
        {
            token = Protector(first).Protect(Text);
            await using var second = await _hosts.StartAsync();
            Assert.That(Protector(second).Unprotect(token), Is.EqualTo(Text));
        }

        await using var restarted = await _hosts.StartAsync();

        Assert.That(Protector(restarted).Unprotect(token), Is.EqualTo(Text));
        Assert.That(_hosts.KeyFiles.Count(), Is.EqualTo(1), "the same key all the while");
    }

    [Test]
    public async Task WhatARetiredKeyOfTheRingSealed_StillOpens_YearsLater()
    {
        string token;
        await using (var first = await _hosts.StartAsync())
        {
            token = Protector(first).Protect(Text);
            var rings = first.Services.GetRequiredService<IKeyRingManager>();
            await rings.RotateAsync(KeyRingNames.DataProtection, "test");
        }

        _hosts.Clock.Advance(TimeSpan.FromDays(3 * 366));
        await using var later = await _hosts.StartAsync();

        var status = await later.Services.GetRequiredService<IKeyRingManager>().GetStatusAsync(KeyRingNames.DataProtection);
        Assert.That(status.CurrentVersion, Is.GreaterThan(1));
        Assert.That(Protector(later).Unprotect(token), Is.EqualTo(Text));
    }

    [Test]
    public async Task WhatARevokedKeyOfTheRingSealed_IsRefused_AndANewKeyIsMade()
    {
        string token;
        await using (var first = await _hosts.StartAsync())
        {
            token = Protector(first).Protect(Text);
            var rings = first.Services.GetRequiredService<IKeyRingManager>();
            var leaked = (await rings.GetStatusAsync(KeyRingNames.DataProtection)).CurrentKeyId;
            await rings.RotateAsync(KeyRingNames.DataProtection, "leak");
            Assert.That(await rings.RevokeAsync(KeyRingNames.DataProtection, leaked, "leak"), Is.EqualTo(KeyChange.Done));
        }

        await using var later = await _hosts.StartAsync();

        Assert.That(() => Protector(later).Unprotect(token), Throws.InstanceOf<CryptographicException>());
        Assert.That(Protector(later).Unprotect(Protector(later).Protect(Text)), Is.EqualTo(Text));
        Assert.That(_hosts.KeyFiles.Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task TheSecret_IsInTheClearNowhereOnDisk_NorInTheLog()
    {
        await using var host = await _hosts.StartAsync();
        Protector(host).Protect(Text);
        var file = _hosts.KeyFiles.Single();
        var sealedKey = XElement.Load(file).Descendants(KeySealer.SealedName).Single();

        var secret = new SealedXmlDecryptor(host.Services).Decrypt(sealedKey).Elements().Single(element => element.Name.LocalName == "value").Value;

        Assert.That(Convert.FromBase64String(secret), Has.Length.AtLeast(32), "this is the secret");
        foreach (var path in _hosts.Files)
        {
            var bytes = await ReadSharedAsync(path);
            Assert.That(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)), Is.Negative, path);
            Assert.That(bytes.AsSpan().IndexOf(Convert.FromBase64String(secret)), Is.Negative, path);
        }

        Assert.That(host.Logs.Text, Does.Not.Contain(secret).And.Not.Contain("unencrypted form"));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(await File.ReadAllTextAsync(file), Does.Not.Contain("SecurityKit.AspNetCore, Version="), "nodes of an older release read it too");
    }

    [Test]
    public async Task AnAlteredElement_IsRefused([Values("changed", "cut short", "emptied", "gone")] string how)
    {
        string token;
        await using (var first = await _hosts.StartAsync())
        {
            token = Protector(first).Protect(Text);
        }

        var file = _hosts.KeyFiles.Single();
        var key = XElement.Load(file);
        var envelope = key.Descendants("envelope").Single();
        var bytes = Convert.FromBase64String(envelope.Value);
        switch (how)
        {
            case "changed":
                bytes[^1] ^= 1;
                envelope.Value = Convert.ToBase64String(bytes);
                break;
            case "cut short":
                envelope.Value = Convert.ToBase64String(bytes[..^1]);
                break;
            case "emptied":
                envelope.Value = string.Empty;
                break;
            default:
                envelope.Remove();
                break;
        }

        key.Save(file);
        await using var second = await _hosts.StartAsync();

        Assert.That(() => Protector(second).Unprotect(token), Throws.InstanceOf<CryptographicException>());
        Assert.That(Protector(second).Unprotect(Protector(second).Protect(Text)), Is.EqualTo(Text), "the host works on, with a key of its own");
    }

    [Test]
    public async Task AnEnvelopeOfAnotherPurpose_DoesNotOpenAsAKey()
    {
        await using var host = await _hosts.StartAsync();
        var ring = host.Services.GetRequiredService<IEncryptorProvider>().ForRing(KeyRingNames.DataProtection);
        var secret = Encoding.UTF8.GetBytes("<masterKey><value>AAAA</value></masterKey>");
        XElement Sealed(IEncryptor by) => new(KeySealer.SealedName, new XElement("envelope", Convert.ToBase64String(by.Encrypt(secret))));
        var decryptor = new SealedXmlDecryptor(host.Services);

        Assert.That(decryptor.Decrypt(Sealed(ring.ForPurpose(KeySealer.Purpose))).Name.LocalName, Is.EqualTo("masterKey"));
        Assert.That(() => decryptor.Decrypt(Sealed(ring.ForPurpose("other"))), Throws.InstanceOf<CryptographicException>());
        Assert.That(
            () => decryptor.Decrypt(Sealed(host.Services.GetRequiredService<IEncryptor>().ForPurpose(KeySealer.Purpose))), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public async Task AKeyPlantedInTheClear_IsNotTaken([Values("plain", "by the null encryptor")] string how)
    {
        var token = await PlantAsync(how);

        await using var host = await _hosts.StartAsync();

        Assert.That(() => Protector(host).Unprotect(token), Throws.InstanceOf<CryptographicException>());
        Assert.That(host.Logs.Text, Does.Contain("was not sealed by SecurityKit"));
        Assert.That(Protector(host).Unprotect(Protector(host).Protect(Text)), Is.EqualTo(Text));
    }

    [Test]
    public async Task AClearSecretBesideASealedOne_IsNotTaken()
    {
        string token;
        await using (var first = await _hosts.StartAsync())
        {
            token = Protector(first).Protect(Text);
        }

        var file = _hosts.KeyFiles.Single();
        var key = XElement.Load(file);
        key.Descendants("validation").Single().AddAfterSelf(XElement.Parse("<masterKey><value>AAAA</value></masterKey>"));
        key.Save(file);
        await using var second = await _hosts.StartAsync();

        Assert.That(() => Protector(second).Unprotect(token), Throws.InstanceOf<CryptographicException>());
        Assert.That(second.Logs.Text, Does.Contain("was not sealed by SecurityKit"));
    }

    [Test]
    public async Task KeysOfBefore_AreReadInAChangeOverThatSaysSo_AndNewOnesAreSealed()
    {
        var token = await PlantAsync("plain");

        await using var host = await _hosts.StartAsync(acceptUnsealedKeys: true);
        host.Services.GetRequiredService<IKeyManager>().CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));

        Assert.That(Protector(host).Unprotect(token), Is.EqualTo(Text));
        var areSealed = _hosts.KeyFiles.Select(file => KeyElement.IsSealed(XElement.Load(file))).ToArray();
        Assert.That(areSealed.Count(isSealed => !isSealed), Is.EqualTo(1), "the key of before");
        Assert.That(areSealed, Does.Contain(true), "the new one");
    }

    [Test]
    public async Task AKeyThatIsNotSealed_IsNeverKept()
    {
        await using var host = await _hosts.StartAsync();
        var place = host.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!;
        var before = _hosts.KeyFiles.Count();

        Assert.That(() => place.StoreElement(XElement.Parse("<key id='1'><descriptor><masterKey/></descriptor></key>"), "clear"), Throws.InvalidOperationException);
        Assert.That(_hosts.KeyFiles.Count(), Is.EqualTo(before));
    }

    [Test]
    public void WithoutAPlaceForTheKeys_TheStartIsRefusedWithTheRemedy() => Assert.That(
        () => _hosts.StartAsync(builder => builder.ProtectKeysWithSecurityKit()),
        Throws.InstanceOf<SecurityKitConfigurationException>().With.Message.Contains("PersistKeysToFileSystem"));

    [Test]
    public void WithoutCrypto_TheErrorNamesWhatIsMissing()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().PersistKeysToFileSystem(_hosts.Keys).ProtectKeysWithSecurityKit();
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("p").Protect(Text),
            Throws.InstanceOf<SecurityKitConfigurationException>().With.Message.Contains("AddCrypto"));
    }

    private static IDataProtector Protector(KitHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    /// <summary>What a host without the kit's sealing keeps in the folder, and what it protects with that.</summary>
    private async Task<string> PlantAsync(string how)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().SetApplicationName("contoso").PersistKeysToFileSystem(_hosts.Keys);
        if (how != "plain")
        {
            services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new NullXmlEncryptor());
        }

        await using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect(Text);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
