namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionIdTests
{
    [Test]
    public void Text_ReadsBack()
    {
        var id = SessionId.New("ada");

        Assert.That(SessionId.Parse(id.ToString()), Is.EqualTo(id));
        Assert.That(id.ToString(), Does.Match("^[0-9a-f]{40}$").And.StartWith(SessionId.PartitionOf("ada")));
    }

    [Test]
    public void IdsOfASubject_DifferAndShareAPartition()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => SessionId.New("ada")).ToList();

        Assert.That(ids, Is.Unique);
        Assert.That(ids.Select(id => id.Partition).Distinct(), Is.EqualTo(new[] { SessionId.PartitionOf("ada") }));
    }

    [TestCase("")]
    [TestCase("ABCDEF0000000000000000000000000000000000")]
    [TestCase("+bcdef0000000000000000000000000000000000")]
    [TestCase("abcdef00000000000000000000000000000000 0")]
    [TestCase("abcdef000000000000000000000000000000000")]
    [TestCase("abcdef00000000000000000000000000000000000")]
    public void OtherText_IsNoId(string text)
    {
        Assert.That(SessionId.TryParse(text, null, out _), Is.False);
        Assert.That(() => SessionId.Parse(text), Throws.TypeOf<FormatException>());
    }
}
