using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class PasswordHashingOptionsTests
{
    [Test]
    public void The_defaults_are_as_documented_and_valid()
    {
        var options = new PasswordHashingOptions();
        Assert.Multiple(() =>
        {
            Assert.That(options.MemoryKiB, Is.EqualTo(19_456));
            Assert.That(options.Iterations, Is.EqualTo(2));
            Assert.That(options.Parallelism, Is.EqualTo(1));
            Assert.That(options.AllowWeakParameters, Is.False);
            Assert.That(options.MemoryCapMiB, Is.EqualTo(256));
            Assert.That(options.MaxThreads, Is.Null);
            Assert.That(options.Limits.Argon2MemoryKiB, Is.EqualTo(131_072));
            Assert.That(options.Limits.Argon2Iterations, Is.EqualTo(16));
            Assert.That(options.Limits.Argon2Parallelism, Is.EqualTo(16));
            Assert.That(options.Limits.Argon2MemoryTimesIterationsKiB, Is.EqualTo(1_048_576));
            Assert.That(options.Limits.BcryptCost, Is.EqualTo(15));
            Assert.That(options.Limits.Pbkdf2Iterations, Is.EqualTo(5_000_000));
            Assert.That(Problems(options), Is.Empty);
        });
    }

    [TestCase(47_104, 1)]
    [TestCase(19_456, 2)]
    [TestCase(12_288, 3)]
    [TestCase(9_216, 4)]
    [TestCase(7_168, 5)]
    public void Every_OWASP_choice_is_accepted(int memory, int iterations) =>
        Assert.That(Problems(new PasswordHashingOptions { MemoryKiB = memory, Iterations = iterations }), Is.Empty);

    [TestCase(19_456, 1)]
    [TestCase(4_096, 16)]
    public void Less_than_the_OWASP_minimum_stops_the_start(int memory, int iterations) =>
        Assert.That(Problems(new PasswordHashingOptions { MemoryKiB = memory, Iterations = iterations }), Is.EqualTo(new[]
        {
            $"SecurityKit:Crypto:Passwords: MemoryKiB = {memory} with Iterations = {iterations} is below the OWASP minimum for Argon2id. "
            + "Use at least 19456 with 2 (or 47104 with 1, 12288 with 3, 9216 with 4, 7168 with 5), or set AllowWeakParameters = true in tests.",
        }));

    [Test]
    public void A_cap_below_what_one_hash_needs_stops_the_start() =>
        Assert.That(Problems(new PasswordHashingOptions { MemoryCapMiB = 16 }), Has.One.Contains("MemoryCapMiB = 16 is less than one hash may need"));

    [Test]
    public void Limits_that_refuse_the_own_hashes_stop_the_start()
    {
        var options = new PasswordHashingOptions();
        options.Limits.Argon2Iterations = 1;
        Assert.That(Problems(options), Has.One.Contains("would refuse the hashes"));
    }

    [Test]
    public void Every_number_out_of_range_is_named_with_its_range()
    {
        var options = new PasswordHashingOptions
        {
            Parallelism = 0, Iterations = 65, MemoryKiB = 2_000_000, MemoryCapMiB = 0, MaxThreads = 0,
            Limits = new() { BcryptCost = 31, Pbkdf2Iterations = 1, Argon2Parallelism = 0, Argon2MemoryKiB = 1, Argon2Iterations = 0, Argon2MemoryTimesIterationsKiB = 0 },
        };
        var problems = Problems(options);
        foreach (var name in new[]
        {
            "Parallelism = 0 is out of range. Use 1 to 64.", "Iterations = 65 is out of range. Use 1 to 64.",
            "MemoryKiB = 2000000 is out of range. Use 8 to 1048576.", "MemoryCapMiB = 0 is out of range. Use 1 to 65536.",
            "MaxThreads = 0 is out of range. Use 1 to 1024.", "Limits:BcryptCost = 31 is out of range. Use 4 to 20.",
            "Limits:Pbkdf2Iterations = 1 is out of range.", "Limits:Argon2Parallelism = 0 is out of range.",
        })
        {
            Assert.That(problems, Has.One.Contains("SecurityKit:Crypto:Passwords:" + name));
        }
    }

    [Test]
    public void The_section_binds_and_the_delegate_comes_after_it()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecurityKit:Crypto:Passwords:MemoryKiB"] = "65536",
            ["SecurityKit:Crypto:Passwords:Iterations"] = "3",
            ["SecurityKit:Crypto:Passwords:Limits:BcryptCost"] = "12",
        }).Build());
        services.AddSecurityKit().AddPasswordHashing(o => o.Iterations = 4);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<PasswordHashingOptions>>().Value;
        Assert.That((options.MemoryKiB, options.Iterations, options.Limits.BcryptCost), Is.EqualTo((65_536, 4, 12)));
    }

    [Test]
    public async Task The_posture_check_passes_at_the_minimum_and_fails_below()
    {
        using var good = new PasswordHashingHost(o => (o.MemoryKiB, o.Iterations) = (19_456, 2));
        using var bad = new PasswordHashingHost();
        Assert.That((await CheckAsync(good)).Status, Is.EqualTo(PostureStatus.Passed));
        var finding = await CheckAsync(bad);
        Assert.That(finding.Status, Is.EqualTo(PostureStatus.Failed));
        Assert.That(finding.Advice, Does.Contain("SecurityKit:Crypto:Passwords:MemoryKiB"));
    }

    private static ValueTask<PostureFinding> CheckAsync(PasswordHashingHost host) =>
        host.Get<IEnumerable<IPostureCheck>>().Single(c => c.Id == "crypto.passwords.cost").CheckAsync(CancellationToken.None);

    private static IEnumerable<string> Problems(PasswordHashingOptions options) =>
        new PasswordHashingOptionsValidator().Validate(null, options).Failures ?? [];
}
