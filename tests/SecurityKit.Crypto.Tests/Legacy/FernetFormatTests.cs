using System.Text;
using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Legacy;

public sealed class FernetFormatTests
{
    [Test]
    [Category("Vectors")]
    public void The_vectors_of_the_specification_open_seal_or_are_refused()
    {
        foreach (var vector in VectorFile.Cases("fernet/spec.json"))
        {
            var id = vector.GetProperty("id").GetString();
            var format = Format([vector.GetProperty("secret").GetString()!], vector.GetProperty("nowUnix").GetInt64(), TimeToLive(vector));
            var token = Encoding.ASCII.GetBytes(vector.GetProperty("token").GetString()!);
            switch (vector.GetProperty("kind").GetString())
            {
                case "generate":
                    var sealedToken = format.Encrypt(
                        Encoding.UTF8.GetBytes(vector.GetProperty("payload").GetString()!),
                        Convert.FromHexString(vector.GetProperty("iv").GetString()!), vector.GetProperty("nowUnix").GetInt64());
                    Assert.That(sealedToken, Is.EqualTo(token), id);
                    break;
                case "verify":
                    Assert.That(Encoding.UTF8.GetString(format.Decrypt(token)), Is.EqualTo(vector.GetProperty("payload").GetString()), id);
                    break;
                default:
                    Assert.That(() => format.Decrypt(token), Throws.TypeOf<DecryptionFailedException>(), id);
                    break;
            }
        }
    }

    [Test]
    [Category("Vectors")]
    public void Tokens_of_Python_open_with_one_key_or_several_and_damaged_ones_do_not()
    {
        int opened = 0, refused = 0, resealed = 0;
        foreach (var vector in VectorFile.Cases("fernet/generated.json"))
        {
            var id = vector.GetProperty("id").GetString();
            string[] keys = [.. vector.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!)];
            var format = Format(keys, vector.GetProperty("now").GetInt64(), TimeToLive(vector));
            var token = Encoding.ASCII.GetBytes(vector.GetProperty("token").GetString()!);
            if (vector.GetProperty("result").GetString() == "invalid")
            {
                Assert.That(() => format.Decrypt(token), Throws.TypeOf<DecryptionFailedException>(), id);
                refused++;
                continue;
            }

            var payload = Convert.FromHexString(vector.GetProperty("payloadHex").GetString()!);
            Assert.That(format.Decrypt(token), Is.EqualTo(payload), id);
            Assert.That(format.IsMine(token), Is.True, id);
            opened++;
            if (keys.Length == 1 && vector.TryGetProperty("iv", out var iv))
            {
                var again = format.Encrypt(payload, Convert.FromHexString(iv.GetString()!), vector.GetProperty("timestamp").GetInt64());
                Assert.That(again, Is.EqualTo(token), id);
                resealed++;
            }
        }

        Assert.That((opened, refused, resealed > 50), Is.EqualTo((89, 36, true)));
    }

    [Test]
    public void No_flipped_bit_and_no_cut_of_a_token_opens()
    {
        var format = Format(["JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ="], 1_700_000_000, null);
        var token = format.Encrypt("The quick brown fox"u8);
        for (var at = 0; at < token.Length; at++)
        {
            Assert.That(() => format.Decrypt(token.AsSpan(0, at)), Throws.TypeOf<DecryptionFailedException>());
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = token.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Assert.That(() => format.Decrypt(changed), Throws.TypeOf<DecryptionFailedException>(), $"bit {bit} of byte {at}");
            }
        }
    }

    [TestCase("shrt")]
    [TestCase("JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=JsOv")]
    [TestCase("JsOvcje2Sx0d1fpMtiYFAf6xUe7+4UPiCWRLfFhcDTQ=")]
    public void A_text_that_is_no_key_is_refused_and_not_repeated(string text) => Assert.That(
        () => FernetKey.Parse(text),
        Throws.ArgumentException.With.Message.Not.Contains(text));

    private static FernetFormat Format(IEnumerable<string> keys, long now, TimeSpan? timeToLive) =>
        new(keys.Select(FernetKey.Parse), new ManualClock(DateTimeOffset.FromUnixTimeSeconds(now)), timeToLive);

    private static TimeSpan? TimeToLive(JsonElement vector) =>
        vector.TryGetProperty("ttl", out var ttl) && ttl.ValueKind == JsonValueKind.Number ? TimeSpan.FromSeconds(ttl.GetInt64()) : null;
}
