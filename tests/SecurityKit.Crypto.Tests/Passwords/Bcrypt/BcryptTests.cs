using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Options;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class BcryptTests
{
    private static readonly BcryptPasswordHashAlgorithm Algorithm = new(Options.Create(new PasswordHashingOptions()));

    [Test]
    public void The_constants_are_the_digits_of_pi()
    {
        const int GuardBits = 64;
        var bits = (32 * BlowfishConstants.WordCount) + GuardBits;
        var pi = 4 * ((4 * ArcTangentOfInverse(5, bits)) - ArcTangentOfInverse(239, bits));
        var fraction = (pi - (new BigInteger(3) << bits)) >> GuardBits;
        var digits = fraction.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(8 * BlowfishConstants.WordCount, '0');
        var constants = string.Concat(BlowfishConstants.Words.ToArray().Select(w => w.ToString("x8", CultureInfo.InvariantCulture)));
        Assert.That(constants, Is.EqualTo(digits));
    }

    [Test]
    [Category("Vectors")]
    public void Every_published_hash_matches_or_does_not_as_published()
    {
        int matched = 0, refused = 0;
        foreach (var vector in VectorFile.Cases("hashing/bcrypt.json"))
        {
            var id = vector.GetProperty("id").GetString();
            var password = Convert.FromHexString(vector.GetProperty("passwordHex").GetString()!);
            var stored = Algorithm.Read(vector.GetProperty("hash").GetString()!);
            var isRefusedByDesign = vector.TryGetProperty("malformed", out _) || vector.GetProperty("variant").GetString() == "2x";
            if (isRefusedByDesign)
            {
                Assert.That(stored, Is.Null, id);
                refused++;
                continue;
            }

            // One input on which one implementation of 2a differs from all others, which treat 2a as 2b.
            var expected = vector.GetProperty("matches").GetBoolean() && !vector.TryGetProperty("openwall2aOnly", out _);
            Assert.That(stored!.Matches(password, [], 1, CancellationToken.None), Is.EqualTo(expected), id);
            matched += expected ? 1 : 0;
        }

        Assert.That((matched > 50, refused > 15), Is.EqualTo((true, true)), $"{matched} matched, {refused} refused");
    }

    [Test]
    public void Bytes_after_the_seventy_second_have_no_influence_and_a_match_asks_for_a_rehash()
    {
        var salt = new byte[Crypto.Bcrypt.SaltBytes];
        byte[] first = new byte[Crypto.Bcrypt.TagBytes], second = new byte[Crypto.Bcrypt.TagBytes], third = new byte[Crypto.Bcrypt.TagBytes];
        var password = Enumerable.Repeat((byte)'x', 80).ToArray();
        Crypto.Bcrypt.Compute(password, salt, 4, first, CancellationToken.None);
        Crypto.Bcrypt.Compute(password.AsSpan(0, 72), salt, 4, second, CancellationToken.None);
        Crypto.Bcrypt.Compute(password.AsSpan(0, 71), salt, 4, third, CancellationToken.None);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(third, Is.Not.EqualTo(first));
        Assert.That(new BcryptHash(4, salt, first).NeedsRehash, Is.True);
    }

    [TestCase(15, true)]
    [TestCase(16, false)]
    [TestCase(31, false)]
    public void A_cost_above_the_limit_is_not_read(int cost, bool isRead)
    {
        var hash = string.Create(CultureInfo.InvariantCulture, $"$2b${cost:00}$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm");
        Assert.That(Algorithm.Read(hash) is not null, Is.EqualTo(isRead));
    }

    [Test]
    public void Work_stops_when_the_caller_gives_up() => Assert.That(
        () => Crypto.Bcrypt.Compute("p"u8, new byte[16], 31, new byte[23], new CancellationToken(canceled: true)),
        Throws.InstanceOf<OperationCanceledException>());

    private static BigInteger ArcTangentOfInverse(int x, int bits)
    {
        var term = (BigInteger.One << bits) / x;
        var sum = term;
        for (var n = 3; !term.IsZero; n += 2)
        {
            term /= x * x;
            sum += n % 4 == 1 ? term / n : -(term / n);
        }

        return sum;
    }
}
