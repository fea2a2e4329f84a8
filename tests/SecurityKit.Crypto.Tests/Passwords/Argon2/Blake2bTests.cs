using System.Text;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class Blake2bTests
{
    [Test]
    public void The_example_of_RFC_7693_appendix_A_comes_out()
    {
        var output = new byte[64];
        Blake2b.Hash("abc"u8, output);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"));
    }

    [Test]
    public void The_hash_of_nothing_comes_out()
    {
        var output = new byte[64];
        Blake2b.Hash([], output);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(
            "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
            + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce"));
    }

    [Test]
    public void Data_in_pieces_hashes_as_data_in_one()
    {
        var data = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => i.ToString("D3"))));
        foreach (var length in new[] { 0, 1, 127, 128, 129, 255, 256, 257, 600 })
        {
            var whole = new byte[32];
            Blake2b.Hash(data.AsSpan(0, length), whole);
            foreach (var step in new[] { 1, 7, 128, 300 })
            {
                var pieces = new byte[32];
                var hash = new Blake2b(32);
                for (var at = 0; at < length; at += step)
                {
                    hash.Append(data.AsSpan(at, Math.Min(step, length - at)));
                }

                hash.Finish(pieces);
                Assert.That(pieces, Is.EqualTo(whole), $"{length} bytes in steps of {step}");
            }
        }
    }
}
