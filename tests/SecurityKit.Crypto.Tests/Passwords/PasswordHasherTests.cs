using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class PasswordHasherTests
{
    [Test]
    public async Task A_new_hash_is_Argon2id_in_the_PHC_format_and_verifies()
    {
        using var host = new PasswordHashingHost();
        var hash = await host.Hasher.HashAsync("correct horse");
        Assert.That(hash, Does.Match(@"^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$"));
        Assert.That(await host.Hasher.VerifyAsync(hash, "correct horse"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(await host.Hasher.VerifyAsync(hash, "correct horsf"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task The_same_password_hashes_differently_each_time()
    {
        using var host = new PasswordHashingHost();
        Assert.That(await host.Hasher.HashAsync("p"), Is.Not.EqualTo(await host.Hasher.HashAsync("p")));
    }

    [Test]
    public async Task A_default_host_hashes_with_19_MiB_twice()
    {
        using var services = new ServiceCollection().AddSecurityKit().AddPasswordHashing().Services.BuildServiceProvider();
        var hash = await services.GetRequiredService<IPasswordHasher>().HashAsync("p");
        Assert.That(hash, Does.StartWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    [Test]
    public async Task Composed_and_decomposed_letters_are_different_passwords()
    {
        using var host = new PasswordHashingHost();
        var hash = await host.Hasher.HashAsync("caf\u00e9");
        Assert.That(await host.Hasher.VerifyAsync(hash, "cafe\u0301"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task A_broken_surrogate_is_refused_at_hashing_and_does_not_match_its_replacement_character()
    {
        using var host = new PasswordHashingHost();
        Assert.That(async () => await host.Hasher.HashAsync("a\ud800b"), Throws.ArgumentException.With.Message.Not.Contains("a\ud800b"));
        var hash = await host.Hasher.HashAsync("a\ufffdb");
        Assert.That(await host.Hasher.VerifyAsync(hash, "a\ud800b"), Is.EqualTo(PasswordVerification.Failed));
    }

    [TestCase("$argon2i$v=19$m=64,t=1,p=1$")]
    [TestCase("$argon2id$v=16$m=64,t=1,p=1$")]
    [TestCase("$argon2id$v=19$m=32,t=1,p=1$")]
    [TestCase("$argon2id$v=19$m=64,t=1,p=2$")]
    public async Task A_hash_of_another_variant_version_or_lower_cost_verifies_and_asks_for_a_rehash(string head)
    {
        using var host = new PasswordHashingHost();
        var hash = Argon2Hashes.Make(head, "old password");
        Assert.That(await host.Hasher.VerifyAsync(hash, "old password"), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        Assert.That(await host.Hasher.VerifyAsync(hash, "new password"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task A_stronger_hash_is_left_alone()
    {
        using var host = new PasswordHashingHost();
        var hash = Argon2Hashes.Make("$argon2id$v=19$m=128,t=3,p=1$", "p");
        Assert.That(await host.Hasher.VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.Verified));
    }

    [Test]
    public async Task Every_PHC_string_of_the_reference_tool_verifies_or_is_refused_for_its_short_tag()
    {
        using var host = new PasswordHashingHost();
        foreach (var vector in VectorFile.Cases("hashing/argon2.json").Where(v => v.GetProperty("memoryKiB").GetInt32() <= 4096))
        {
            var phc = vector.GetProperty("phc").GetString()!;
            var password = vector.GetProperty("password").GetString()!;
            var isTooShort = vector.GetProperty("tagLength").GetInt32() < 16;
            var isPresentForm = phc.StartsWith("$argon2id$v=19$", StringComparison.Ordinal) && !isTooShort;
            var outcome = await host.Hasher.VerifyAsync(phc, password);
            Assert.That(outcome == PasswordVerification.Failed, Is.EqualTo(isTooShort), phc);
            Assert.That(outcome == PasswordVerification.Verified, Is.False.Or.EqualTo(isPresentForm), phc);
            Assert.That(await host.Hasher.VerifyAsync(phc, password + "x"), Is.EqualTo(PasswordVerification.Failed), phc);
        }
    }

    [TestCase("$argon2id$v=19$m=2097152,t=1,p=1$", Description = "memory")]
    [TestCase("$argon2id$v=19$m=64,t=4000000,p=1$", Description = "passes")]
    [TestCase("$argon2id$v=19$m=131072,t=16,p=1$", Description = "memory times passes")]
    [TestCase("$argon2id$v=19$m=65536,t=1,p=4096$", Description = "lanes")]
    public async Task A_planted_hash_that_asks_for_too_much_work_is_refused_without_doing_it(string head)
    {
        using var host = new PasswordHashingHost();
        var hash = head + "c29tZXNhbHRzb21lc2FsdA$" + new string('A', 43);
        Assert.That(await host.Hasher.VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.Failed));
        Assert.That(host.Capacity.PeakBytes, Is.EqualTo(64 * 1024), "only the work of a verification against nothing");
    }

    [TestCase("")]
    [TestCase("plaintext")]
    [TestCase("$argon2id$")]
    [TestCase("$unknown$v=1$abc")]
    public async Task What_is_not_a_hash_does_not_verify_but_costs_the_work_of_one(string hash)
    {
        using var host = new PasswordHashingHost();
        Assert.That(await host.Hasher.VerifyAsync(hash, hash), Is.EqualTo(PasswordVerification.Failed));
        Assert.That(host.Capacity.PeakBytes, Is.EqualTo(64 * 1024));
    }

    [Test]
    public async Task Verifying_nothing_takes_the_memory_and_the_path_of_a_real_verification()
    {
        using var host = new PasswordHashingHost();
        var hash = await host.Hasher.HashAsync("p");
        var algorithm = host.Get<Argon2PasswordHashAlgorithm>();
        var real = (Argon2Hash)algorithm.Read(hash)!;
        var nothing = (Argon2Hash)algorithm.Read(algorithm.HashOfNothing())!;
        Assert.Multiple(() =>
        {
            Assert.That(nothing.Parameters, Is.EqualTo(real.Parameters));
            Assert.That(nothing.Salt.Length, Is.EqualTo(real.Salt.Length));
            Assert.That(nothing.Tag.Length, Is.EqualTo(real.Tag.Length));
        });
        await host.Hasher.VerifyNothingAsync("p");
        Assert.That(host.Capacity.PeakBytes, Is.EqualTo(64 * 1024));
    }

    [Test]
    public async Task A_host_can_plug_in_its_own_form()
    {
        using var host = new PasswordHashingHost(register: services => services.AddSingleton<IPasswordHashAlgorithm>(new SpyAlgorithm()));
        Assert.That(await host.Hasher.VerifyAsync("spy:sesame", "sesame"), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        Assert.That(await host.Hasher.VerifyAsync("spy:sesame", "other"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public void A_cancelled_caller_gets_no_answer()
    {
        using var host = new PasswordHashingHost();
        Assert.That(async () => await host.Hasher.HashAsync("p", new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Lanes_in_parallel_give_what_one_thread_gives()
    {
        using var wide = new PasswordHashingHost(o => (o.Parallelism, o.MaxThreads, o.MemoryKiB) = (4, 4, 4096));
        using var narrow = new PasswordHashingHost(o => (o.Parallelism, o.MaxThreads, o.MemoryKiB) = (4, 1, 4096));
        var hash = await wide.Hasher.HashAsync("p");
        Assert.That(await narrow.Hasher.VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(wide.Capacity.PeakThreads, Is.EqualTo(4));
    }

    [Test]
    public void Repeated_registration_adds_nothing_twice()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddPasswordHashing().AddPasswordHashing();
        using var provider = services.BuildServiceProvider();
        Assert.That(
            provider.GetServices<IPasswordHashAlgorithm>().GroupBy(a => a.GetType()).Select(g => g.Count()), Has.All.EqualTo(1));
        Assert.That(provider.GetServices<IValidateOptions<PasswordHashingOptions>>().OfType<PasswordHashingOptionsValidator>().Count(), Is.EqualTo(1));
    }

    private sealed class SpyAlgorithm : IPasswordHashAlgorithm
    {
        public string Name => "spy";

        public StoredPasswordHash? Read(string hash) => hash.StartsWith("spy:", StringComparison.Ordinal) ? new SpyHash(hash[4..]) : null;
    }

    private sealed class SpyHash(string expected) : StoredPasswordHash
    {
        public override bool NeedsRehash => true;

        public override bool Matches(ReadOnlySpan<byte> password, Span<byte> memory, int threads, CancellationToken cancellationToken) =>
            password.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(expected));
    }
}
