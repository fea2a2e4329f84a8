using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Messaging.Tests.Telemetry;

[TestFixture]
public sealed class MessageSpanTests
{
    [Test]
    public async Task AMessage_IsTraced_WithItsChannelAndFailure_WithoutDestinationAndText()
    {
        using var spans = new SpanRecorder("SecurityKit.Messaging");
        var services = new ServiceCollection();
        services.AddSecurityKit().AddSmtpSender(smtp => (smtp.Host, smtp.From) = ("localhost", "noreply@example.com"));
        await using var provider = services.BuildServiceProvider();
        var message = new OutboundMessage { Channel = MessageChannel.Sms, Destination = "+49301234567", Purpose = "p", Body = "code 123456" };
        Assert.That(async () => await provider.GetRequiredService<IMessageSender>().SendAsync(message, default), Throws.TypeOf<MessageNotSentException>());
        var span = spans.Spans.Single();
        Assert.That(span.OperationName, Is.EqualTo("securitykit.message.send"));
        Assert.That(span.GetTagItem("securitykit.channel"), Is.EqualTo("Sms"));
        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(spans.Everything, Does.Not.Contain("4930").And.Not.Contain("123456"));
    }
}
