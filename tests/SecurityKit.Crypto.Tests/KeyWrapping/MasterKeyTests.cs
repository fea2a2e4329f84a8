using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>Where a KEK comes from, and what is said when there is none. None is ever made up.</summary>
public sealed class MasterKeyTests
{
    private const string Variable = "SK_TEST_MASTER_KEY";

    private string _folder = null!;

    private string KeyFile => Path.Combine(_folder, "master.key");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("sk-kek-").FullName;

    [TearDown]
    public void DeleteFolder()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void No_master_key_is_a_start_error_that_says_how_to_make_one() => AssertRefused(
        _ => { }, "No master key (KEK) is configured, and none is ever made up", "openssl rand -base64 32", "UseMasterKeyFromEnvironment", "UseMasterKeyFile");

    [Test]
    public void An_empty_variable_is_named_with_the_remedy() =>
        AssertRefused(o => o.UseMasterKeyFromEnvironment(Variable), $"The environment variable {Variable} holds no master key", "openssl rand -base64 32");

    [TestCase("no base64 at all!")]
    [TestCase("c2hvcnQ=")]
    [TestCase("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    public void A_key_of_another_size_is_refused_and_not_repeated(string text)
    {
        Environment.SetEnvironmentVariable(Variable, text);
        var message = AssertRefused(o => o.UseMasterKeyFromEnvironment(Variable), "is not base64 of exactly 32 bytes");
        Assert.That(message, Does.Not.Contain(text));
    }

    [Test]
    public void One_byte_repeated_is_no_key()
    {
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(Enumerable.Repeat((byte)0x41, 32).ToArray()));
        AssertRefused(o => o.UseMasterKeyFromEnvironment(Variable), "one byte repeated");
    }

    [Test]
    public void A_missing_an_open_and_a_long_file_are_refused_with_the_remedy()
    {
        AssertRefused(o => o.UseMasterKeyFile(KeyFile), "does not exist", "umask 077", KeyFile);
        MasterKeyFile.Create(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        AssertRefused(o => o.UseMasterKeyFile(KeyFile), "can be read or written by other users", "chmod 600");
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(KeyFile, new string('x', 2000));
        AssertRefused(o => o.UseMasterKeyFile(KeyFile), "longer than 1024 bytes");
    }

    [Test]
    public void Two_present_master_keys_are_refused()
    {
        MasterKeyFile.Create(KeyFile);
        AssertRefused(o => o.UseMasterKeyFile(KeyFile).UseMasterKeyFromEnvironment(Variable), "More than one master key is configured");
    }

    [Test]
    public void A_key_file_is_made_for_its_owner_only_and_never_overwritten()
    {
        MasterKeyFile.Create(KeyFile);
        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Throws<IOException>(() => MasterKeyFile.Create(KeyFile));
    }

    [Test]
    public async Task A_change_of_the_master_key_rewraps_the_data_keys_and_the_former_one_is_not_needed_any_more()
    {
        var store = new InMemoryKeyRingStore();
        var (former, present) = (TestCrypto.NewMasterKey(), TestCrypto.NewMasterKey());
        byte[] envelope;
        await using (var before = await HostAsync(store, former))
        {
            envelope = before.Encryptor.Encrypt([1, 2, 3]);
        }

        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(() => HostAsync(store, present));
        Assert.That(refusal!.Message, Does.Contain("was wrapped by the master key").And.Contain("FormerMasterKeyFiles"));

        await using (var during = await HostAsync(store, present, o => o.AddFormerKeyWrapper((_, _) => ValueTask.FromResult(MasterKey.FromBytes(former)))))
        {
            Assert.That(await StatusOfAsync(during), Is.EqualTo(PostureStatus.Partial));
            Assert.That(await during.KeyRings.RewrapKeysAsync(), Is.EqualTo(3), "data, signing, index");
            Assert.That(await during.KeyRings.RewrapKeysAsync(), Is.Zero);
            Assert.That(await StatusOfAsync(during), Is.EqualTo(PostureStatus.Passed));
            Assert.That(during.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1, 2, 3 }));
        }

        await using var after = await HostAsync(store, present);
        Assert.That(after.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.ThrowsAsync<SecurityKitConfigurationException>(() => HostAsync(store, former));
    }

    [Test]
    public async Task An_overdue_ring_fails_the_posture_check()
    {
        var clock = new ManualClock();
        await using var host = await TestCrypto.CreateAsync(clock);
        Assert.That(await StatusOfAsync(host), Is.EqualTo(PostureStatus.Passed));
        clock.Advance(TimeSpan.FromDays(31));
        Assert.That(await StatusOfAsync(host), Is.EqualTo(PostureStatus.Failed));
    }

    [Test]
    public async Task Sources_bind_from_configuration()
    {
        MasterKeyFile.Create(KeyFile);
        var settings = new Dictionary<string, string?> { ["SecurityKit:Crypto:MasterKeyFile"] = KeyFile };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSecurityKit().AddCrypto();
        await using var provider = services.BuildServiceProvider();
        Assert.DoesNotThrowAsync(async () => await provider.GetRequiredService<IKeyRingManager>().InitializeAsync());
    }

    private static async Task<PostureStatus> StatusOfAsync(TestCrypto host) =>
        (await host.Services.GetServices<IPostureCheck>().OfType<KeyRingPostureCheck>().Single().CheckAsync(CancellationToken.None)).Status;

    private static Task<TestCrypto> HostAsync(IKeyRingStore store, byte[] masterKey, Action<CryptoOptions>? configure = null) =>
        TestCrypto.CreateAsync(configure: configure, services: s => s.AddSingleton(store), masterKey: masterKey);

    private static string AssertRefused(Action<CryptoOptions> configure, params string[] parts)
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddCrypto(configure);
        using var provider = services.BuildServiceProvider();
        var problems = provider.GetServices<IStartupCheck>().OfType<MasterKeyStartupCheck>().Single().CheckAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var message = string.Join('\n', problems);
        foreach (var part in parts)
        {
            Assert.That(message, Does.Contain(part));
        }

        return message;
    }
}
