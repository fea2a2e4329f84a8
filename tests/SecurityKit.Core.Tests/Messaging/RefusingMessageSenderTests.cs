namespace SecurityKit.Tests;

[TestFixture]
public sealed class RefusingMessageSenderTests
{
    private static readonly OutboundMessage Message = new()
    {
        Channel = MessageChannel.Sms, Destination = "+41790000000", Purpose = "mfa.code", Body = "Your code is 123456",
    };

    [Test]
    public void Send_SaysWhatToAddAndNothingOfTheMessage()
    {
        var refusal = Assert.ThrowsAsync<MessageNotSentException>(async () => await new RefusingMessageSender().SendAsync(Message, default));

        Assert.That(refusal!.Message, Does.Contain("AddHttpSmsSender").And.Not.Contain("4179").And.Not.Contain("123456"));
    }

    [Test]
    public void CanSend_IsNever([Values] MessageChannel channel) => Assert.That(new RefusingMessageSender().CanSend(channel), Is.False);

    [Test]
    public void Text_OfAMessage_HoldsNeitherDestinationNorBody() =>
        Assert.That(Message.ToString(), Does.Contain("mfa.code").And.Not.Contain("4179").And.Not.Contain("123456"));
}
