using FsCheck;
using FsCheck.Fluent;

namespace SecurityKit.Crypto.Tests.Passwords;

/// <summary>Stored hashes are outside bytes: whatever is in the account table, reading it ends in an answer.</summary>
public sealed class StoredHashMutationTests
{
    private const string Password = "Füße über Köln";

    private static readonly string[] Valid =
    [
        Argon2Hashes.Make("$argon2id$v=19$m=64,t=1,p=1$", Password),
        "AQAAAAIAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg+iyNiEw4AUhfmR5f0Og0gZKJNmw5T6bxgX1wwqoaUVlw==",
        "pbkdf2_sha1$1500$seasalt2$fkuL5LFnQF7+64jzG8s0HmiNdy8=",
        "pbkdf2:sha256:1000$Zk5xCe9w$a397f87fe9ecdd36a558678adaf1dbb6ef55b74c40fd4cb42614f8bf5bdccedc",
        "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$uq2zqx9PIpZjDnAmdGwMEqRqwLXuMw2Rz9B3mO2Wizs",
        "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm",
    ];

    private PasswordHashingHost _host = null!;

    [SetUp]
    public void SetUp() => _host = new PasswordHashingHost();

    [TearDown]
    public void TearDown() => _host.Dispose();

    [TestCaseSource(nameof(Valid))]
    public void No_truncation_of_a_hash_is_read(string hash)
    {
        for (var length = 0; length < hash.Length; length++)
        {
            Assert.That(Read(hash[..length]), Is.Null.Or.Matches<StoredPasswordHash>(stored => !Matches(stored)), $"{length} characters");
        }
    }

    [TestCaseSource(nameof(Valid))]
    public void No_change_of_one_character_lets_the_password_match_as_before(string hash)
    {
        for (var at = 0; at < hash.Length; at++)
        {
            foreach (var bit in new[] { 1, 2, 4, 8, 16, 32, 64, 0x100 })
            {
                var changed = hash[..at] + (char)(hash[at] ^ bit) + hash[(at + 1)..];
                if (Read(changed) is not { } stored || IsSameBcrypt(hash, at, changed) || IsCostly(stored))
                {
                    continue;
                }

                Assert.That(Matches(stored), Is.False, changed);
            }
        }
    }

    [TestCaseSource(nameof(Valid))]
    public void Nothing_may_stand_before_or_after_a_hash(string hash)
    {
        foreach (var extra in new[] { " ", "\n", "\0", "$", "=", "A", "\ufeff" })
        {
            Assert.That(Read(hash + extra), Is.Null.Or.Matches<StoredPasswordHash>(stored => !Matches(stored)), "after");
            Assert.That(Read(extra + hash), Is.Null.Or.Matches<StoredPasswordHash>(stored => !Matches(stored)), "before");
        }
    }

    [Test]
    public void Any_text_at_all_is_read_or_refused_without_an_exception()
    {
        // Pieces that the parsers look for, in any order, so that they are led deep into their forms.
        var pieces = Gen.OneOf(
            Gen.Elements("$", ":", ",", "=", "$argon2id", "$v=19", "$m=64,t=1,p=1", "m=", "t=", "p=", "$2b$", "04$", "pbkdf2_sha256$", "pbkdf2:sha256:",
                "$pbkdf2-sha256$", "1000$", "c29tZXNhbHRzb21lc2FsdA", "AQAAAAIAAAPoAAAAEAABAgMEBQYH", "99999999999", "sk-pepper", "\0", "é", "\ud800"),
            ArbMap.Default.GeneratorFor<string>().Select(s => s ?? string.Empty));
        var texts = pieces.ListOf().Select(parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var stored = Read(text);
            return stored is null || stored.MemoryBytes <= 128 * 1024 * 1024;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Test]
    public void Argon2_parameters_survive_writing_and_reading()
    {
        var generator =
            from variant in Gen.Elements(Argon2Variant.Argon2d, Argon2Variant.Argon2i, Argon2Variant.Argon2id)
            from version in Gen.Elements(Argon2Parameters.Version10, Argon2Parameters.Version13)
            from lanes in Gen.Choose(1, 16)
            from memory in Gen.Choose(8 * lanes, 1 << 20)
            from passes in Gen.Choose(1, 1000)
            from salt in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(Math.Max(8, passes % 65))
            from tag in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(Math.Max(16, memory % 129))
            select (Parameters: new Argon2Parameters(variant, version, memory, passes, lanes), Salt: salt, Tag: tag);
        Prop.ForAll(generator.ToArbitrary(), given =>
            Argon2PhcFormat.TryRead(Argon2PhcFormat.Write(given.Parameters, given.Salt, given.Tag), out var parameters, out var salt, out var tag)
            && parameters == given.Parameters && salt.AsSpan().SequenceEqual(given.Salt) && tag.AsSpan().SequenceEqual(given.Tag))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private StoredPasswordHash? Read(string hash) =>
        _host.Get<IEnumerable<IPasswordHashAlgorithm>>().Select(a => a.Read(hash)).FirstOrDefault(stored => stored is not null);

    private static bool Matches(StoredPasswordHash stored) => stored.Matches(
        System.Text.Encoding.UTF8.GetBytes(stored is BcryptHash ? "Kk4DQuMMfZL9o" : Password), new byte[stored.MemoryBytes], 1, CancellationToken.None);

    // A changed digit may ask for a hundred times the work, which the limits allow; what matters here is that reading is safe.
    private static bool IsCostly(StoredPasswordHash stored) => stored switch
    {
        Argon2Hash argon2 => (long)argon2.Parameters.MemoryKiB * argon2.Parameters.Iterations > 4096,
        Pbkdf2Hash pbkdf2 => pbkdf2.Iterations > 20_000,
        BcryptHash bcrypt => bcrypt.Cost > 6,
        _ => false,
    };

    // The variant letter, and the unused bits of the last character of salt and tag, do not take part.
    private static bool IsSameBcrypt(string hash, int at, string changed) =>
        hash.StartsWith("$2", StringComparison.Ordinal) && (at is 2 or 28 or 59) && changed.Length == hash.Length;
}
