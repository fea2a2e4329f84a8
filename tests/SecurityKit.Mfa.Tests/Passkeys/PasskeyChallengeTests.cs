using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Mfa.Tests.Passkeys;

/// <summary>The one thing the kit itself reads in a browser's answer: which prompt it claims to answer.</summary>
[TestFixture]
public sealed class PasskeyChallengeTests
{
    private static readonly byte[] Challenge = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Test]
    public void Prompt_and_answer_lead_to_the_same_hash()
    {
        var challenge = Base64Url.EncodeToString(Challenge);
        Assert.That(PasskeyChallenge.HashOfPrompt($$"""{"challenge":"{{challenge}}"}"""), Is.EqualTo(SHA256.HashData(Challenge)));
        Assert.That(PasskeyChallenge.TryHashOfAnswer(Answer($$"""{"type":"webauthn.get","challenge":"{{challenge}}"}""")), Is.EqualTo(SHA256.HashData(Challenge)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("not json")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"response":1}""")]
    [TestCase("""{"response":{"clientDataJSON":1}}""")]
    [TestCase("""{"response":{"clientDataJSON":"***"}}""")]
    [TestCase("""{"response":{"clientDataJSON":""}}""")]
    [TestCase("""{"response":{"clientDataJSON":"\ud800"}}""")]
    [TestCase("""{"response":{"clientDataJSON":"bm90IGpzb24"}}""")]
    public void What_is_no_answer_is_none(string? text) => Assert.That(PasskeyChallenge.TryHashOfAnswer(text), Is.Null);

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"challenge":1}""")]
    [TestCase("""{"challenge":"AAAA"}""")]
    [TestCase("""{"challenge":"\ud800"}""")]
    [TestCase("""{"challenge":"***************************************////"}""")]
    public void Client_data_without_a_challenge_of_ours_is_none(string clientData) =>
        Assert.That(PasskeyChallenge.TryHashOfAnswer(Answer(clientData)), Is.Null);

    [Test]
    public void What_is_too_long_or_too_deep_is_not_read()
    {
        var good = Answer($$"""{"challenge":"{{Base64Url.EncodeToString(Challenge)}}"}""");
        Assert.That(PasskeyChallenge.TryHashOfAnswer(good + new string(' ', PasskeyChallenge.MaxAnswerCharacters)), Is.Null);
        Assert.That(PasskeyChallenge.TryHashOfAnswer(new string('[', 5000)), Is.Null);
    }

    private static string Answer(string clientData) =>
        $$$"""{"response":{"clientDataJSON":"{{{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(clientData))}}}"}}""";
}
