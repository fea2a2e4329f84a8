using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

[TestFixture(EncryptionAlgorithm.Aes256Gcm)]
[TestFixture(EncryptionAlgorithm.XAes256Gcm)]
[TestFixture(EncryptionAlgorithm.ChaCha20Poly1305)]
public sealed class EnvelopeEncryptorTests(EncryptionAlgorithm algorithm)
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("the data that is encrypted");
    private static readonly byte[] Row = Encoding.UTF8.GetBytes("table/row");

    private TestCrypto _crypto = null!;
    private IEncryptor _encryptor = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        _encryptor = _crypto.Encryptor.ForPurpose("test");
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1024)]
    [TestCase(100_000)]
    public void What_is_encrypted_decrypts(int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);

        Assert.That(_encryptor.Decrypt(_encryptor.Encrypt(data, Row), Row), Is.EqualTo(data));
        Assert.That(_encryptor.Decrypt(_encryptor.Encrypt(data)), Is.EqualTo(data));
    }

    [Test]
    public void Large_associated_data_is_bound()
    {
        var associated = RandomNumberGenerator.GetBytes(10_000);
        var envelope = _encryptor.Encrypt(Data, associated);
        Assert.That(_encryptor.Decrypt(envelope, associated), Is.EqualTo(Data));

        associated[^1] ^= 1;
        Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(envelope, associated));
    }

    [Test]
    public void The_envelope_begins_with_version_algorithm_and_key_id()
    {
        var envelope = _encryptor.Encrypt(Data);

        Assert.That(envelope[0], Is.EqualTo(1));
        Assert.That(envelope[1], Is.EqualTo((byte)algorithm));
        Assert.That(envelope, Has.Length.EqualTo(Data.Length + EnvelopeFormat.OverheadOf(algorithm)));
    }

    [Test]
    public void Two_encryptions_of_the_same_data_differ_and_share_no_nonce()
    {
        var nonces = Enumerable.Range(0, 5000)
            .Select(_ => Convert.ToHexString(_encryptor.Encrypt(Data).AsSpan(EnvelopeFormat.PrefixSizeBytes, Aead.NonceSizeOf(algorithm))));

        Assert.That(nonces.Distinct().Count(), Is.EqualTo(5000));
    }

    [Test]
    public void Ciphertext_moved_to_another_row_is_refused() =>
        Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(_encryptor.Encrypt(Data, Row), Encoding.UTF8.GetBytes("table/other")));

    [Test]
    public void Ciphertext_of_another_purpose_is_refused()
    {
        var envelope = _encryptor.Encrypt(Data);

        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.ForPurpose("other").Decrypt(envelope));
        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.Decrypt(envelope));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.ForPurpose("inner").Decrypt(envelope));
    }

    [Test]
    public void Nested_purposes_do_not_run_into_each_other()
    {
        var envelope = _crypto.Encryptor.ForPurpose("a").ForPurpose("b").Encrypt(Data);

        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.ForPurpose("ab").Decrypt(envelope));
        Assert.That(_crypto.Encryptor.ForPurpose("a").ForPurpose("b").Decrypt(envelope), Is.EqualTo(Data));
        Assert.Throws<ArgumentException>(() => _crypto.Encryptor.ForPurpose("a b"));
    }

    [TestCase("")]
    [TestCase("with space")]
    [TestCase("ümlaut")]
    [TestCase("line\n")]
    public void A_purpose_that_is_not_visible_ascii_is_refused(string purpose) =>
        Assert.That(() => _crypto.Encryptor.ForPurpose(purpose), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Every_flipped_bit_is_refused()
    {
        var envelope = _encryptor.Encrypt(Data, Row);
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(envelope, Row), $"bit {bit}");
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.That(_encryptor.Decrypt(envelope, Row), Is.EqualTo(Data));
    }

    [Test]
    public void Every_truncation_and_every_added_byte_is_refused()
    {
        var envelope = _encryptor.Encrypt(Data);
        for (var length = 0; length < envelope.Length; length++)
        {
            Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(envelope.AsSpan(0, length)), $"first {length} bytes");
            Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(envelope.AsSpan(envelope.Length - length)), $"last {length} bytes");
            byte[] cut = [.. envelope[..length], .. envelope[(length + 1)..]];
            Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt(cut), $"without byte {length}");
        }

        Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt([.. envelope, 0]));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.Decrypt([0, .. envelope]));
    }

    [Test]
    public void Text_keeps_its_characters_and_comes_back_from_canonical_text_only()
    {
        var envelope = _encryptor.EncryptText("Grüße, 世界", "row");

        Assert.That(_encryptor.DecryptText(envelope, "row"), Is.EqualTo("Grüße, 世界"));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.DecryptText(envelope, "row2"));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.DecryptText("%" + envelope, "row"));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.DecryptText(" " + envelope, "row"));
        Assert.Throws<DecryptionFailedException>(() => _encryptor.DecryptText(envelope + "=", "row"));
    }
}
