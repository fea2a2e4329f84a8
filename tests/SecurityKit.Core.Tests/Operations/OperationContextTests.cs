using System.Net;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class OperationContextTests
{
    [TestCase("203.0.113.77", "203.0.113.0/24")]
    [TestCase("::ffff:203.0.113.77", "203.0.113.0/24")]
    [TestCase("2001:db8:1234:5678::1", "2001:db8:1234::/48")]
    [TestCase("::1", "::/48")]
    [TestCase("255.255.255.255", "255.255.255.0/24")]
    public void Network_IsThePrefixOfTheAddress(string address, string network) =>
        Assert.That(NetworkPrefix.Of(IPAddress.Parse(address)), Is.EqualTo(network));

    [Test]
    public void Text_HoldsTheNetworkAndNeverTheAddressOrTheHeaders()
    {
        var context = new OperationContext
        {
            Actor = "alice", RemoteAddress = IPAddress.Parse("203.0.113.77"), UserAgent = "agent-x", AcceptLanguage = "de-CH",
        };

        Assert.That(context.ToString(), Does.Contain("203.0.113.0/24").And.Not.Contain("113.77").And.Not.Contain("agent-x").And.Not.Contain("de-CH"));
    }

    [Test]
    public async Task Accessor_FlowsIntoCallsAndNotOutOfThem()
    {
        var accessor = new OperationContextAccessor();
        Assert.That(accessor.Current, Is.SameAs(OperationContext.None));
        accessor.Current = new OperationContext { Actor = "outer" };

        await Task.Run(() =>
        {
            Assert.That(accessor.Current.Actor, Is.EqualTo("outer"));
            accessor.Current = new OperationContext { Actor = "inner" };
        });

        Assert.That(accessor.Current.Actor, Is.EqualTo("outer"));
    }
}
