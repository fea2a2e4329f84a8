using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class PasswordPepperTests
{
    private const string Ring = "passwords";

    private readonly ManualClock _clock = new();

    [Test]
    public async Task A_hash_with_a_pepper_verifies_and_shows_nothing_of_the_hash()
    {
        await using var crypto = await HostAsync();
        var hasher = crypto.Services.GetRequiredService<IPasswordHasher>();
        var hash = await hasher.HashAsync("p");
        Assert.That(hash, Does.Match(@"^\$sk-pepper\$v=1\$[A-Za-z0-9_-]+$"));
        Assert.That(await hasher.VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(await hasher.VerifyAsync(hash, "q"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task After_a_rotation_old_hashes_verify_and_are_renewed_without_a_sign_in()
    {
        await using var crypto = await HostAsync();
        var hasher = crypto.Services.GetRequiredService<IPasswordHasher>();
        var pepper = crypto.Services.GetRequiredService<PasswordPepper>();
        var old = await hasher.HashAsync("p");
        Assert.That(pepper.NeedsRenewal(old), Is.False);
        Assert.That(pepper.Renew(old), Is.SameAs(old));

        await crypto.KeyRings.RotateAsync(Ring, "test");
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(await hasher.VerifyAsync(old, "p"), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        var renewed = pepper.Renew(old);
        Assert.That(pepper.NeedsRenewal(renewed), Is.False);
        Assert.That(await hasher.VerifyAsync(renewed, "p"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(await hasher.VerifyAsync(renewed, "q"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task A_renewed_hash_outlives_the_former_key_and_one_that_was_not_does_not_verify()
    {
        await using var crypto = await HostAsync();
        var hasher = crypto.Services.GetRequiredService<IPasswordHasher>();
        var pepper = crypto.Services.GetRequiredService<PasswordPepper>();
        var forgotten = await hasher.HashAsync("p");
        var former = (await crypto.KeyRings.GetStatusAsync(Ring)).Keys.Single(k => k.State == KeyState.Active).Id;
        await crypto.KeyRings.RotateAsync(Ring, "test");
        _clock.Advance(TimeSpan.FromMinutes(10));
        var renewed = pepper.Renew(forgotten);

        await crypto.KeyRings.RevokeAsync(Ring, former, "test");

        Assert.That(await hasher.VerifyAsync(renewed, "p"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(await hasher.VerifyAsync(forgotten, "p"), Is.EqualTo(PasswordVerification.Failed));
        Assert.That(() => pepper.Renew(forgotten), Throws.TypeOf<DecryptionFailedException>());
    }

    [TestCase("$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm", "Kk4DQuMMfZL9o")]
    [TestCase("pbkdf2_sha1$1500$seasalt2$fkuL5LFnQF7+64jzG8s0HmiNdy8=", "Füße über Köln")]
    public async Task A_pepper_can_be_put_on_hashes_of_any_form_that_have_none(string hash, string password)
    {
        await using var crypto = await HostAsync();
        var hasher = crypto.Services.GetRequiredService<IPasswordHasher>();
        var pepper = crypto.Services.GetRequiredService<PasswordPepper>();
        Assert.That(pepper.NeedsRenewal(hash), Is.True);
        var renewed = pepper.Renew(hash);
        Assert.That(renewed, Does.StartWith("$sk-pepper$"));
        Assert.That(await hasher.VerifyAsync(hash, password), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        Assert.That(await hasher.VerifyAsync(renewed, password), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
    }

    [Test]
    public async Task A_pepper_can_be_taken_off_again()
    {
        var key = TestCrypto.NewMasterKey();
        var store = new InMemoryKeyRingStore();
        await using var with = await HostAsync(key: key, store: store);
        var hash = await with.Services.GetRequiredService<IPasswordHasher>().HashAsync("p");

        await using var without = await HostAsync(o => o.RemovePepper = true, key, store);
        var hasher = without.Services.GetRequiredService<IPasswordHasher>();
        Assert.That(await hasher.VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        var bare = without.Services.GetRequiredService<PasswordPepper>().Renew(hash);
        Assert.That(bare, Does.StartWith("$argon2id$"));
        Assert.That(await hasher.VerifyAsync(bare, "p"), Is.EqualTo(PasswordVerification.Verified));
        Assert.That(await hasher.HashAsync("p"), Does.StartWith("$argon2id$"));
    }

    [Test]
    public async Task A_hash_stolen_from_another_host_does_not_verify()
    {
        await using var mine = await HostAsync();
        await using var theirs = await HostAsync();
        var hash = await theirs.Services.GetRequiredService<IPasswordHasher>().HashAsync("p");
        Assert.That(await mine.Services.GetRequiredService<IPasswordHasher>().VerifyAsync(hash, "p"), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task No_change_of_one_character_of_a_hash_with_a_pepper_verifies()
    {
        await using var crypto = await HostAsync();
        var pepper = crypto.Services.GetRequiredService<PasswordPepper>();
        var hash = await crypto.Services.GetRequiredService<IPasswordHasher>().HashAsync("p");
        for (var at = "$sk-pepper$v=1$".Length; at < hash.Length; at++)
        {
            var changed = hash[..at] + (hash[at] == 'A' ? 'B' : 'A') + hash[(at + 1)..];
            Assert.That(pepper.TryOpen(changed, out _), Is.False, changed);
            Assert.That(pepper.TryOpen(hash[..at], out _), Is.False, $"{at} characters");
        }
    }

    [Test]
    public async Task A_pepper_ring_that_is_not_there_stops_the_start()
    {
        await using var crypto = await HostAsync(o => o.PepperRing = "pasword");
        var problems = new List<string>();
        foreach (var check in crypto.Services.GetServices<IStartupCheck>().OfType<PasswordPepperStartupCheck>())
        {
            problems.AddRange(await check.CheckAsync(CancellationToken.None));
        }

        Assert.That(problems, Is.EqualTo(new[]
        {
            "SecurityKit:Crypto:Passwords:PepperRing names the key ring 'pasword', and there is none of that name for data. "
            + "Add it with AddCrypto(o => o.AddRing(\"pasword\")).",
        }));
    }

    private Task<TestCrypto> HostAsync(Action<PasswordHashingOptions>? configure = null, byte[]? key = null, InMemoryKeyRingStore? store = null) =>
        TestCrypto.CreateAsync(
            _clock,
            o => o.AddRing(Ring),
            services =>
            {
                services.AddSingleton<IKeyRingStore>(store ?? new InMemoryKeyRingStore());
                services.AddSecurityKit().AddPasswordHashing(o =>
                {
                    (o.AllowWeakParameters, o.MemoryKiB, o.Iterations, o.PepperRing) = (true, 64, 1, Ring);
                    configure?.Invoke(o);
                });
            },
            key);
}
