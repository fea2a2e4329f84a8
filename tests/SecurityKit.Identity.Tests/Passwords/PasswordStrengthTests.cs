using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class PasswordStrengthTests
{
    private static readonly PasswordStrengthEstimator Estimator = new();

    [Test]
    public void Estimate_AgreesWithZxcvbn_WithinOneBand_InNinetyFivePercent()
    {
        var cases = VectorFile.Cases("passwords/zxcvbn-scores.json").ToArray();
        var equal = 0;
        var near = 0;
        var overrated = new List<string>();
        foreach (var item in cases)
        {
            var password = item.GetProperty("password").GetString()!;
            var words = item.TryGetProperty("userInputs", out var inputs) ? inputs.EnumerateArray().Select(i => i.GetString()!).ToArray() : [];
            var expected = item.GetProperty("score").GetInt32();
            var actual = Estimator.Estimate(password, words).Band;
            equal += actual == expected ? 1 : 0;
            near += Math.Abs(actual - expected) <= 1 ? 1 : 0;
            if (Math.Abs(actual - expected) > 1)
            {
                TestContext.Out.WriteLine($"{password}: zxcvbn {expected}, here {actual}");
            }

            if (expected <= 1 && actual >= 3)
            {
                overrated.Add(password);
            }
        }

        TestContext.Out.WriteLine($"{cases.Length} passwords, {equal} equal, {near} within one band");
        Assert.That(near, Is.GreaterThanOrEqualTo(0.95 * cases.Length));
        Assert.That(overrated, Is.Empty, "what zxcvbn calls trivial or weak is never good or strong here");
    }

    [TestCase("aaaaaaaaaaaaA1!", "repetition")]
    [TestCase("abcdefghijklmnop", "sequence")]
    [TestCase("cvbnm,./", "keyboard_pattern")]
    [TestCase("passwordpassword", "repetition")]
    [TestCase("elizabeth", "common_word")]
    [TestCase("12.07.1987", "date")]
    [TestCase("x9", "few_characters")]
    public void Estimate_OfAWeakPassword_SaysWhy(string password, string code)
    {
        var strength = Estimator.Estimate(password);

        Assert.That(strength.Score, Is.LessThan(40));
        Assert.That(strength.Weaknesses.Select(w => w.Code), Does.Contain(code));
    }

    [TestCase("qX7#vR2!mK9$")]
    [TestCase("correct horse battery staple")]
    [TestCase("пароль из четырёх слов")]
    public void Estimate_OfAStrongPassword_IsHigh(string password) => Assert.That(Estimator.Estimate(password).Score, Is.GreaterThanOrEqualTo(80));

    [Test]
    public void Estimate_OfAPersonalWord_IsLow()
    {
        Assert.That(Estimator.Estimate("Zaphod-Beeblebrox", ["zaphod", "beeblebrox"]).Score, Is.LessThan(Estimator.Estimate("Zaphod-Beeblebrox").Score));
        Assert.That(Estimator.Estimate("beeblebrox", ["beeblebrox"]).Weaknesses.Single().Code, Is.EqualTo("personal_word"));
    }

    [Test]
    public void Estimate_OfALongPassword_DoesBoundedWork()
    {
        Estimator.Estimate("warm up");
        string[] hostile =
        [
            new string('a', 10_000_000),
            string.Concat(Enumerable.Repeat("4@8({[<369&#!1/|0$5+7%2", 10_000)),
            string.Concat(Enumerable.Repeat("p@$$w0rd", 10_000)),
            string.Concat(Enumerable.Repeat("ab", 10_000)),
            string.Concat(Enumerable.Repeat("11/11/1111", 10_000)),
            string.Concat(Enumerable.Repeat("🔐", 10_000)),
        ];
        foreach (var password in hostile)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Estimator.Estimate(password);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            TestContext.Out.WriteLine($"{password.Length} characters: {allocated / 1024} KiB");
            Assert.That(allocated, Is.LessThan(32 * 1024 * 1024), "however long it is");
            Assert.That(Estimator.Estimate(password[..^1]), Is.EqualTo(Estimator.Estimate(password)).Using<PasswordStrength>((a, b) => a.Score == b.Score));
        }
    }

    [Test]
    public void Estimate_InParallel_GivesTheSameAnswers()
    {
        string[] passwords = ["monkey13", "correct horse battery staple", "p@ssw0rd", "qX7#vR2!mK9$", "zinedinezinedine"];
        var expected = passwords.Select(p => Estimator.Estimate(p).GuessesLog10).ToArray();

        Parallel.For(0, 100, i => Assert.That(Estimator.Estimate(passwords[i % 5]).GuessesLog10, Is.EqualTo(expected[i % 5])));
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public void Estimate_OfAnyText_StaysInRange(FsCheck.NonNull<string> text) => Assert.That(Estimator.Estimate(text.Get).Score, Is.InRange(0, 100));
}
