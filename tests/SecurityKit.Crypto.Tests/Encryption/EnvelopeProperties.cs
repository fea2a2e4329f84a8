using FsCheck;
using FsCheck.Fluent;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Encryption;

/// <summary>What holds for any data, any associated data and any damage.</summary>
[TestFixture(EncryptionAlgorithm.Aes256Gcm)]
[TestFixture(EncryptionAlgorithm.XAes256Gcm)]
[TestFixture(EncryptionAlgorithm.ChaCha20Poly1305)]
public sealed class EnvelopeProperties(EncryptionAlgorithm algorithm)
{
    private TestCrypto _crypto = null!;
    private IEncryptor _encryptor = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        _encryptor = _crypto.Encryptor.ForPurpose("properties");
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public void Any_data_comes_back_with_its_own_associated_data_and_with_no_other() => Prop.ForAll<byte[], byte[], byte[]>((data, own, other) =>
    {
        var envelope = _encryptor.Encrypt(data, own);
        return _encryptor.Decrypt(envelope, own).SequenceEqual(data)
            && (own.AsSpan().SequenceEqual(other) || IsRefused(envelope, other));
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Moving_bytes_between_data_and_associated_data_is_refused() => Prop.ForAll<byte[], NonEmptyArray<byte>>((data, moved) =>
    {
        var envelope = _encryptor.Encrypt(data, moved.Get);
        return IsRefused(envelope, []) && IsRefused([.. envelope[..^Aead.TagSizeBytes], .. moved.Get, .. envelope[^Aead.TagSizeBytes..]], []);
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Any_change_of_any_bytes_is_refused() => Prop.ForAll<byte[], NonNegativeInt, byte[]>((data, at, inserted) =>
    {
        var envelope = _encryptor.Encrypt(data);
        var from = at.Get % envelope.Length;
        byte[] overwritten = [.. envelope[..from], .. inserted, .. envelope[Math.Min(envelope.Length, from + inserted.Length)..]];
        byte[] longer = [.. envelope[..from], .. inserted, .. envelope[from..]];
        return (overwritten.AsSpan().SequenceEqual(envelope) || IsRefused(overwritten, [])) && (inserted.Length == 0 || IsRefused(longer, []));
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Any_bytes_and_any_text_that_are_no_envelope_get_the_one_refusal() => Prop.ForAll<byte[], string>((bytes, text) =>
        IsRefused(bytes, []) && IsRefused([1, (byte)algorithm, .. bytes], []) && IsTextRefused(text ?? string.Empty)).Check(Config.QuickThrowOnFailure);

    private bool IsRefused(byte[] envelope, byte[] associatedData)
    {
        try
        {
            _encryptor.Decrypt(envelope, associatedData);
            return false;
        }
        catch (DecryptionFailedException)
        {
            return true;
        }
    }

    private bool IsTextRefused(string text)
    {
        try
        {
            _encryptor.DecryptText(text);
            return false;
        }
        catch (DecryptionFailedException)
        {
            return true;
        }
    }
}
