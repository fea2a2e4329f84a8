using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

[TestFixture]
public sealed class SubjectEncryptorTests
{
    private TestCrypto _crypto = null!;
    private ISubjectEncryptor _encryptor = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestSubjects.CreateAsync();
        _encryptor = _crypto.Services.Encryptor();
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public async Task Data_comes_back_for_its_own_subject_purpose_and_associated_data_only()
    {
        var envelope = await _encryptor.EncryptAsync("ada", Bytes("note"), Bytes("row 1"));
        await _encryptor.EncryptAsync("bob", Bytes("other"));

        Assert.That(await _encryptor.DecryptAsync("ada", envelope, Bytes("row 1")), Is.EqualTo(Bytes("note")));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.DecryptAsync("ada", envelope, Bytes("row 2")));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.DecryptAsync("bob", envelope, Bytes("row 1")));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.DecryptAsync("Ada", envelope, Bytes("row 1")));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.DecryptAsync("nobody", envelope, Bytes("row 1")));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.ForPurpose("inner").DecryptAsync("ada", envelope, Bytes("row 1")));
        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.ForPurpose("test").Decrypt(envelope, Bytes("row 1")));
    }

    [Test]
    public async Task Two_subjects_have_two_keys_and_one_subject_has_one()
    {
        var (first, second, other) = (await _encryptor.EncryptAsync("eve", default), await _encryptor.EncryptAsync("eve", default), await _encryptor.EncryptAsync("mallory", default));

        Assert.That(KeyIdOf(second), Is.EqualTo(KeyIdOf(first)));
        Assert.That(KeyIdOf(other), Is.Not.EqualTo(KeyIdOf(first)));
        Assert.That((await _crypto.Services.Subjects().FindAsync("eve")).Keys.Single().KeyId, Is.EqualTo(KeyIdOf(first)));
    }

    [Test]
    public async Task Texts_come_back_and_what_is_no_envelope_gets_the_one_refusal()
    {
        var envelope = await _encryptor.EncryptTextAsync("ada", "Grüße", "row 1");

        Assert.That(await _encryptor.DecryptTextAsync("ada", envelope, "row 1"), Is.EqualTo("Grüße"));
        foreach (var wrong in new[] { string.Empty, "x", envelope + "=", " " + envelope, envelope[1..] })
        {
            Assert.ThrowsAsync<DecryptionFailedException>(async () => await _encryptor.DecryptTextAsync("ada", wrong, "row 1"));
        }
    }

    [Test]
    public void A_subject_that_is_no_subject_is_refused_by_name([Values("", "long", "half")] string kind)
    {
        var subject = kind switch { "long" => new string('a', 257), "half" => "a\ud800", _ => string.Empty };

        Assert.That(async () => await _encryptor.EncryptAsync(subject, default), Throws.InstanceOf<ArgumentException>());
        Assert.That(async () => await _encryptor.DecryptAsync(subject, new byte[200]), Throws.InstanceOf<ArgumentException>().Or.TypeOf<DecryptionFailedException>());
        Assert.That(async () => await _crypto.Services.Subjects().EraseAsync(subject, "test"), Throws.InstanceOf<ArgumentException>());
        Assert.That(async () => await _crypto.Services.Subjects().EraseAsync("ada", " "), Throws.ArgumentException.With.Property("ParamName").EqualTo("reason"));
    }

    [Test]
    public async Task Neither_store_nor_tombstone_names_the_subject()
    {
        const string Subject = "named.person@example.test";
        await _encryptor.EncryptAsync(Subject, Bytes("note"));
        await _crypto.Services.Subjects().EraseAsync(Subject, "test");
        var all = await _crypto.Services.GetRequiredService<ISubjectKeyStore>().ListAsync(string.Empty, 1000, default);

        Assert.That(all.Select(s => s.Handle + Encoding.UTF8.GetString(s.Content.Span)), Has.None.Contains("named.person"));
    }

    [Test]
    public async Task The_first_encryptions_of_a_subject_at_the_same_time_make_one_key_and_all_can_be_read()
    {
        var envelopes = await Parallelism.RunAsync(32, i => _encryptor.EncryptAsync("newcomer", new[] { (byte)i }));

        Assert.That((await _crypto.Services.Subjects().FindAsync("newcomer")).Keys, Has.Count.EqualTo(1));
        for (var i = 0; i < envelopes.Length; i++)
        {
            Assert.That(await _encryptor.DecryptAsync("newcomer", envelopes[i]), Is.EqualTo(new[] { (byte)i }));
        }
    }

    [Test]
    public async Task A_rotated_key_encrypts_anew_and_former_versions_still_decrypt()
    {
        var before = await _encryptor.EncryptAsync("rotated", Bytes("before"));
        Assert.That(await _crypto.Services.Subjects().RotateAsync("rotated", "suspicion"), Is.EqualTo(2));
        var after = await _encryptor.EncryptAsync("rotated", Bytes("after"));

        Assert.That(KeyIdOf(after), Is.Not.EqualTo(KeyIdOf(before)));
        Assert.That(await _encryptor.DecryptAsync("rotated", before), Is.EqualTo(Bytes("before")));
        Assert.That(await _encryptor.DecryptAsync("rotated", after), Is.EqualTo(Bytes("after")));
        Assert.That(await _crypto.Services.Subjects().RotateAsync("never seen", "test"), Is.Null);
    }

    [Test]
    public void Any_data_comes_back_and_any_change_of_any_bytes_is_refused() => Prop.ForAll<byte[], NonNegativeInt, byte>((data, at, flip) =>
    {
        var envelope = _encryptor.EncryptAsync("property", data).AsTask().GetAwaiter().GetResult();
        var same = _encryptor.DecryptAsync("property", envelope).AsTask().GetAwaiter().GetResult().AsSpan().SequenceEqual(data);
        var changed = (byte[])envelope.Clone();
        changed[at.Get % changed.Length] ^= flip;
        return same && (flip == 0 || !_crypto.Services.CanReadAsync("property", changed).GetAwaiter().GetResult())
            && !_crypto.Services.CanReadAsync("property", envelope[..(at.Get % envelope.Length)]).GetAwaiter().GetResult();
    }).Check(Config.QuickThrowOnFailure);

    internal static string KeyIdOf(byte[] envelope) => Convert.ToHexStringLower(envelope.AsSpan(2, 16));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
