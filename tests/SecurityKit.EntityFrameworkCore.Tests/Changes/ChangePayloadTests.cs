namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class ChangePayloadTests
{
    [Test]
    public void Payload_ReadsBackAsWritten()
    {
        var notice = new ChangeNotice("a.b", "k \"1\" \u00e9");

        Assert.That(ChangePayload.TryRead(ChangePayload.Write("node", notice), out var node, out var read), Is.True);
        Assert.That((node, read), Is.EqualTo(("node", notice)));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[\"node\",\"topic\"]")]
    [TestCase("[null,\"topic\",\"key\"]")]
    [TestCase("[1,2,3]")]
    [TestCase("[[[[")]
    public void ForeignPayload_IsNobodysNotice(string payload) => Assert.That(ChangePayload.TryRead(payload, out _, out _), Is.False);
}
