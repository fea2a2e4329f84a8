namespace SecurityKit.Tests;

[TestFixture]
public sealed class ChangeWireFormatTests
{
    [Test]
    public void Payload_ReadsBackAsWritten()
    {
        var notice = new ChangeNotice("a.b", "k \"1\" \u00e9");

        Assert.That(ChangeWireFormat.TryRead(ChangeWireFormat.Write("node", notice, 1000), out var node, out var read), Is.True);
        Assert.That((node, read), Is.EqualTo(("node", notice)));
    }

    [Test]
    public void KeyThatDoesNotFit_BecomesAny()
    {
        var text = ChangeWireFormat.Write("node", new ChangeNotice("a.b", new string('k', 1000)), 1000);

        Assert.That(ChangeWireFormat.TryRead(text, out _, out var read), Is.True);
        Assert.That(read, Is.EqualTo(new ChangeNotice("a.b", string.Empty)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[\"node\",\"topic\"]")]
    [TestCase("[null,\"topic\",\"key\"]")]
    [TestCase("[1,2,3]")]
    [TestCase("[[[[")]
    public void ForeignPayload_IsNobodysNotice(string? payload) => Assert.That(ChangeWireFormat.TryRead(payload, out _, out _), Is.False);
}
