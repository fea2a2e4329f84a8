using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Crypto.Tests;

public sealed class PassphraseKeyTests
{
    private const string Passphrase = "Füße orbit walnut canyon lantern mosaic";
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    private string _folder = null!;

    private string PassphraseFile => Path.Combine(_folder, "passphrase");

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("sk-pass-").FullName;
        Write(Passphrase + "\n");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_key_is_that_of_PBKDF2_with_SHA_256_and_600000_iterations()
    {
        var expected = new LocalKeyWrapper(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Passphrase), Salt, 600_000, HashAlgorithmName.SHA256, 32));
        var opened = await OpenAsync(o => o.Derivation = PassphraseDerivation.Pbkdf2Sha256);
        await AssertSameAsync(opened, expected);
    }

    [Test]
    public async Task The_key_is_that_of_Argon2id_with_64_MiB_and_three_passes()
    {
        var key = new byte[32];
        var parameters = new Argon2Parameters(Argon2Variant.Argon2id, Argon2Parameters.Version13, 65_536, 3, 1);
        using var arena = new HashingArena((int)parameters.MemoryBytes);
        Argon2.Compute<Argon2ScalarKernel>(
            parameters, new Argon2Inputs { Password = Encoding.UTF8.GetBytes(Passphrase), Salt = Salt }, arena.Memory, 1, key, CancellationToken.None);
        await AssertSameAsync(await OpenAsync(), new LocalKeyWrapper(key));
    }

    [Test]
    public async Task Another_passphrase_salt_derivation_or_cost_is_another_key_and_no_key_is_told_from_outside()
    {
        var names = new List<string>
        {
            (await OpenAsync(Cheap)).KekId,
            (await OpenAsync(o => Cheap(o, salt: 1))).KekId,
            (await OpenAsync(o => (o.Argon2MemoryKiB, o.Argon2Iterations) = (19_456, 3))).KekId,
            (await OpenAsync(o => o.Derivation = PassphraseDerivation.Pbkdf2Sha256)).KekId,
        };
        Write(Passphrase + "x");
        names.Add((await OpenAsync(Cheap)).KekId);

        Assert.That(names, Is.Unique);
        Assert.That(names, Has.All.StartsWith("local:"));
    }

    [Test]
    public void What_is_missing_or_weak_stops_the_start_with_the_remedy_and_without_the_passphrase()
    {
        AssertRefused(o => o.Salt = string.Empty, "Salt must be base64 of 16 to 64 bytes", "openssl rand -base64 16");
        AssertRefused(o => o.Salt = "AAECAw==", "Salt must be base64");
        AssertRefused(o => (o.Derivation, o.Pbkdf2Iterations) = (PassphraseDerivation.Pbkdf2Sha256, 599_999), "Pbkdf2Iterations must be between 600000");
        AssertRefused(o => o.Argon2MemoryKiB = 19_455, "Argon2MemoryKiB must be between 19456");
        AssertRefused(o => o.Argon2Iterations = 1, "Argon2Iterations must be between 2");
        AssertRefused(o => o.EnvironmentVariable = "SK_TEST_BOTH", "set either EnvironmentVariable or File");
        AssertRefused(o => (o.File, o.EnvironmentVariable) = (null, "SK_TEST_NO_SUCH"), "The environment variable SK_TEST_NO_SUCH holds no passphrase");
        AssertRefused(o => o.File = "/nowhere/passphrase", "does not exist");
        Write("fifteen letters");
        AssertRefused(_ => { }, "too easy to guess", "at least 16 characters");
        Write(new string('a', 30));
        AssertRefused(_ => { }, "too easy to guess");
        Write(string.Empty);
        AssertRefused(_ => { }, "too easy to guess");
        File.SetUnixFileMode(PassphraseFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        AssertRefused(_ => { }, "can be read or written by other users");
    }

    [Test]
    public async Task A_host_takes_it_from_configuration()
    {
        var settings = new Dictionary<string, string?>
        {
            ["SecurityKit:Crypto:Passphrase:File"] = PassphraseFile,
            ["SecurityKit:Crypto:Passphrase:Salt"] = Convert.ToBase64String(Salt),
            ["SecurityKit:Crypto:Passphrase:Argon2MemoryKiB"] = "19456",
            ["SecurityKit:Crypto:Passphrase:Argon2Iterations"] = "2",
        };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSecurityKit().AddCrypto();
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();

        var status = await provider.GetRequiredService<IKeyRingManager>().GetStatusAsync();
        Assert.That(status.Keys[0].KekId, Is.EqualTo((await OpenAsync(Cheap)).KekId));
    }

    private static void Cheap(PassphraseOptions options) => Cheap(options, salt: 0);

    private static void Cheap(PassphraseOptions options, byte salt)
    {
        (options.Argon2MemoryKiB, options.Argon2Iterations) = (19_456, 2);
        options.Salt = Convert.ToBase64String([.. Salt[..15], (byte)(Salt[15] + salt)]);
    }

    private void Write(string text)
    {
        File.Delete(PassphraseFile);
        File.WriteAllText(PassphraseFile, text);
        File.SetUnixFileMode(PassphraseFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private ValueTask<IKeyWrapper> OpenAsync(Action<PassphraseOptions>? change = null)
    {
        var options = new PassphraseOptions { File = PassphraseFile, Salt = Convert.ToBase64String(Salt) };
        change?.Invoke(options);
        return PassphraseKey.OpenAsync(options, CancellationToken.None);
    }

    private void AssertRefused(Action<PassphraseOptions> change, params string[] parts)
    {
        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(async () => await OpenAsync(change))!;
        foreach (var part in parts)
        {
            Assert.That(refusal.Message, Does.Contain(part));
        }

        Assert.That(refusal.Message, Does.Not.Contain("fifteen letters").And.Not.Contain("aaaaaaaa"));
    }

    private static async Task AssertSameAsync(IKeyWrapper one, IKeyWrapper other)
    {
        Assert.That(one.KekId, Is.EqualTo(other.KekId));
        var wrapped = await one.WrapAsync(new byte[] { 1, 2, 3 }, default, CancellationToken.None);
        Assert.That(await other.UnwrapAsync(wrapped, default, CancellationToken.None), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }
}
