using System.Buffers;
using System.Text;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Legacy;

public sealed class LegacyReaderTests
{
    private readonly FernetFormat _fernet = new([FernetKey.Parse("JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=")]);

    [Test]
    public async Task Earlier_data_is_read_and_comes_back_in_an_envelope_bound_to_its_place()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose("customers.iban"), _fernet);
        var reading = reader.Read(_fernet.Encrypt("DE02"u8), "row 1"u8);
        Assert.That(reading.Format, Is.EqualTo("fernet"));
        Assert.That(reading.Plaintext, Is.EqualTo("DE02"u8.ToArray()));

        var again = reader.Read(reading.Replacement, "row 1"u8);
        Assert.That((again.Format, again.Replacement), Is.EqualTo(((string?)null, (byte[]?)null)));
        Assert.That(again.Plaintext, Is.EqualTo("DE02"u8.ToArray()));
        Assert.That(() => reader.Read(reading.Replacement, "row 2"u8), Throws.TypeOf<DecryptionFailedException>());
    }

    [Test]
    public async Task Binary_envelopes_are_read_as_well()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var encryptor = crypto.Encryptor.ForPurpose("p");
        Assert.That(new LegacyReader(encryptor, _fernet).Read(encryptor.Encrypt("x"u8, "ad"u8), "ad"u8).Plaintext, Is.EqualTo("x"u8.ToArray()));
    }

    [Test]
    public async Task Reading_stores_anew_what_was_old_and_leaves_alone_what_is_new()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose("p"), _fernet);
        byte[] stored = _fernet.Encrypt("x"u8);
        var writes = 0;
        for (var i = 0; i < 3; i++)
        {
            await reader.ReadAsync(stored, default, (replacement, _) =>
            {
                writes++;
                stored = replacement.ToArray();
                return ValueTask.CompletedTask;
            });
        }

        Assert.That(writes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_store_that_is_down_does_not_fail_the_reading()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose("p"), _fernet);
        var plaintext = await reader.ReadAsync(_fernet.Encrypt("x"u8), default, (_, _) => throw new StoreUnavailableException("test"));
        Assert.That(plaintext, Is.EqualTo("x"u8.ToArray()));
    }

    [Test]
    public async Task A_renewal_that_fails_for_whatever_reason_does_not_fail_the_reading_but_a_caller_who_gives_up_is_heard()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose("p"), _fernet);
        foreach (var failure in new Exception[] { new IOException("full"), new InvalidOperationException("conflict"), new OperationCanceledException("of another") })
        {
            Assert.That(await reader.ReadAsync(_fernet.Encrypt("x"u8), default, (_, _) => throw failure), Is.EqualTo("x"u8.ToArray()), failure.GetType().Name);
        }

        using var caller = new CancellationTokenSource();
        Assert.That(
            async () => await reader.ReadAsync(
                _fernet.Encrypt("x"u8), default,
                (_, token) =>
                {
                    caller.Cancel();
                    token.ThrowIfCancellationRequested();
                    return ValueTask.CompletedTask;
                },
                caller.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_key_without_messages_left_does_not_fail_the_reading()
    {
        var reader = new LegacyReader(new ExhaustedEncryptor(), _fernet);
        var reading = reader.Read(_fernet.Encrypt("x"u8));
        var isReplaced = false;
        var plaintext = await reader.ReadAsync(_fernet.Encrypt("x"u8), default, (_, _) =>
        {
            isReplaced = true;
            return ValueTask.CompletedTask;
        });

        Assert.That((reading.Format, reading.Replacement), Is.EqualTo(("fernet", (byte[]?)null)));
        Assert.That((plaintext, isReplaced), Is.EqualTo(("x"u8.ToArray(), false)));
    }

    [TestCase("")]
    [TestCase("gAAAA")]
    [TestCase("plain text")]
    [TestCase("{}")]
    public async Task What_is_of_no_known_form_is_refused(string stored)
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var reader = new LegacyReader(crypto.Encryptor.ForPurpose("p"), _fernet);
        Assert.That(() => reader.Read(Encoding.UTF8.GetBytes(stored)), Throws.TypeOf<DecryptionFailedException>());
        Assert.That(reader.Read(_fernet.Encrypt("x"u8)).ToString(), Does.Not.Contain("x\""));
    }

    private sealed class ExhaustedEncryptor : IEncryptor
    {
        public string Purpose => "p";

        public IEncryptor ForPurpose(string purpose) => this;

        public void Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination) => throw new KeyExhaustedException();

        public void Decrypt(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination) => throw new DecryptionFailedException();
    }
}
