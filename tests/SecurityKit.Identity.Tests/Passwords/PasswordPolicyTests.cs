using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class PasswordPolicyTests
{
    private static readonly PasswordContext Alice = new("alice.miller", "amiller77@example.com") { HasSecondFactor = true };

    [TestCase("correct horse battery staple")]
    [TestCase("пароль из четырёх слов")]
    [TestCase("🔐🗝️🚪🪟🧱🏠🌳🌼🍎🍐🍊🍋")]
    [TestCase("qX7#vR2!mK9$")]
    public void Check_OfAGoodPassword_FindsNothing(string password) => Assert.That(Codes(password), Is.Empty);

    [TestCase("short", "too_short")]
    [TestCase("passwordpassword", "common")]
    [TestCase("P@ssw0rd2024!!", "common")]
    [TestCase("123456123456", "common")]
    [TestCase("!!!Password!!!", "common")]
    [TestCase("qwertyuiop12", "common")]
    [TestCase("iloveyou!2#4%", "common")]
    [TestCase("zzzzzzzzzzzzzzzz", "common")]
    [TestCase("xx-alice.miller-xx", "context_word")]
    [TestCase("ALICE.MILLER#99#", "context_word")]
    [TestCase("@l1ce.m1ller-zebra", "context_word")]
    [TestCase("river-amiller77-zebra", "context_word")]
    [TestCase("with\u0007a bell inside it", "invalid_characters")]
    [TestCase("", "required")]
    public void Check_OfABadPassword_SaysWhy(string password, string code) => Assert.That(Codes(password), Does.Contain(code));

    [Test]
    public void Check_OfHalfASurrogatePair_IsRefused() =>
        Assert.That(Codes("half a pair \uD83D of it"), Is.EqualTo(new[] { "invalid_characters" }));

    [Test]
    public void Check_OfTheMostCommonPasswords_RefusesThemAll()
    {
        var policy = Policy(o => o.Password.MinLength = 8);
        foreach (var line in VectorFile.Cases("passwords/common-10000.json"))
        {
            var password = line.ValueKind == System.Text.Json.JsonValueKind.String ? line.GetString()! : line.GetProperty("password").GetString()!;
            Assert.That(policy.Check(password, new PasswordContext()), Is.Not.Empty, password);
        }
    }

    [Test]
    public void Check_CountsCodePoints()
    {
        Assert.That(Codes(string.Concat(Enumerable.Repeat("🔐🗝🚪", 3))), Does.Contain("too_short"), "nine code points, eighteen UTF-16 units");
        var longest = string.Concat(Enumerable.Range(0, 128).Select(i => char.ConvertFromUtf32(0x1F400 + i)));
        Assert.That(Codes(longest), Is.Empty);
        Assert.That(Codes(longest + "🔐"), Is.EqualTo(new[] { "too_long" }));
    }

    [Test]
    public void Check_OfAnEndlessPassword_IsRefusedByItsLengthAlone()
    {
        var policy = Policy();
        var password = new string('é', 10_000_000);
        policy.Check("warm up the lists first", Alice);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(policy.Check(password, Alice).Single().Code, Is.EqualTo("too_long"));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 * 1024));
    }

    [Test]
    public void Check_KnowsTheHostsOwnWords()
    {
        var policy = Policy(o => o.Password.ForbiddenWords.Add("Contoso"));

        Assert.That(policy.Check("welcome-to-C0nt0s0-zebra", Alice).Single().Code, Is.EqualTo("context_word"));
    }

    [Test]
    public void Messages_NeverRepeatThePassword()
    {
        foreach (var problem in Policy().Check("alice.miller", Alice))
        {
            Assert.That(problem.Message, Does.Not.Contain("alice"));
        }
    }

    private static IEnumerable<string> Codes(string password) => Policy().Check(password, Alice).Select(p => p.Code);

    private static PasswordPolicy Policy(Action<IdentityOptions>? configure = null) => new IdentityHost(configure).Get<PasswordPolicy>();
}
