using System.Text;

namespace SecurityKit.Crypto.Tests.Legacy;

/// <summary>The envelope was made with Python's cryptography: PBKDF2HMAC and AESGCM.</summary>
public sealed class JsonEnvelopeFormatTests
{
    private const string MasterKey = "earlier master key";
    private const string Envelope = """{"version": "v1", "iv": "4Rn3o9PnzEaxRmLS", "tag": "5zO3lshmysdH7of8z9XFaQ==", "data": "1AEhIi6uRDFL5bNHcWGwwf/Mxf1ktbNhfRBrxA==", "algorithm": "AES-256-GCM"}""";

    [Test]
    public void An_envelope_of_the_earlier_system_decrypts()
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v1");
        Assert.That(Encoding.UTF8.GetString(format.Decrypt(Encoding.UTF8.GetBytes(Envelope))), Is.EqualTo("Grüße aus dem alten System"));
    }

    [Test]
    public void A_version_that_the_host_did_not_name_is_refused_and_triggers_no_key_derivation()
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v1", "v2");
        for (var i = 0; i < 10_000; i++)
        {
            var chosen = Encoding.UTF8.GetBytes(Envelope.Replace("\"v1\"", $"\"attacker-{i}\"", StringComparison.Ordinal));
            Assert.That(() => format.Decrypt(chosen), Throws.TypeOf<DecryptionFailedException>());
        }

        Assert.That(format.Derivations, Is.Zero);
    }

    [Test]
    public void A_key_is_derived_once_however_much_is_read()
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v1");
        Parallel.For(0, 100, _ => format.Decrypt(Encoding.UTF8.GetBytes(Envelope)));
        Assert.That(format.Derivations, Is.EqualTo(1));
    }

    [Test]
    public void What_it_encrypts_it_decrypts()
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v2", "v1");
        var stored = format.Encrypt("text"u8);
        Assert.That(Encoding.UTF8.GetString(stored), Does.Contain("\"version\":\"v2\"").And.Contain("\"algorithm\":\"AES-256-GCM\""));
        Assert.That(format.IsMine(stored), Is.True);
        Assert.That(format.Decrypt(stored), Is.EqualTo("text"u8.ToArray()));
    }

    [Test]
    public void No_flipped_bit_and_no_cut_decrypts_to_something_else()
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v1");
        var stored = Encoding.UTF8.GetBytes(Envelope);
        for (var at = 0; at < stored.Length; at++)
        {
            Assert.That(() => format.Decrypt(stored.AsSpan(0, at)), Throws.TypeOf<DecryptionFailedException>());
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = stored.ToArray();
                changed[at] ^= (byte)(1 << bit);
                try
                {
                    Assert.That(Encoding.UTF8.GetString(format.Decrypt(changed)), Is.EqualTo("Grüße aus dem alten System"), "white space may change, data not");
                }
                catch (DecryptionFailedException)
                {
                    // The answer that is expected of nearly all of them.
                }
            }
        }
    }

    [TestCase("""{"version":"v1"}""")]
    [TestCase("""{"version":1,"iv":2,"tag":3,"data":4,"algorithm":5}""")]
    [TestCase("""[]""")]
    [TestCase("""{"version":"v1","version":"v1","iv":"AAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA==","data":"","algorithm":"AES-256-GCM"}""", Description = "a name twice")]
    [TestCase("""{"version":"v1","iv":"AAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA==","data":"","algorithm":"AES-256-GCM"}""", Description = "a short nonce")]
    [TestCase("""{"version":"v1","iv":"AAAAAAAAAAAAAAAA","tag":"AAAA","data":"","algorithm":"AES-256-GCM"}""", Description = "a short tag")]
    [TestCase("""{"version":"v1","iv":"AAAAAAAAAAAAAAAA","tag":"AAAAAAAAAAAAAAAAAAAAAA==","data":"","algorithm":"none"}""", Description = "another algorithm")]
    public void What_is_not_an_envelope_is_refused(string text)
    {
        using var format = new JsonEnvelopeFormat(Encoding.UTF8.GetBytes(MasterKey), "v1");
        Assert.That(() => format.Decrypt(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<DecryptionFailedException>());
    }
}
