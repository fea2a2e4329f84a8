using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Messaging.Tests.Routing;

[TestFixture]
public sealed class RegistrationTests
{
    [Test]
    public async Task Senders_take_the_place_of_the_refusing_one_whatever_the_order()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddSmtpSender(Smtp).AddHttpSmsSender(Sms).AddSmtpSender();
        services.AddSecurityKit();
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var sender = provider.GetRequiredService<IMessageSender>();
        Assert.That(sender.CanSend(MessageChannel.Email) && sender.CanSend(MessageChannel.Sms), Is.True);
        Assert.That(provider.GetServices<IChannelSender>().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_channel_without_a_sender_says_what_to_add()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddSmtpSender(Smtp);
        await using var provider = services.BuildServiceProvider();
        var message = new OutboundMessage { Channel = MessageChannel.Sms, Destination = "+49301234567", Purpose = "p", Body = "b" };
        Assert.That(
            async () => await provider.GetRequiredService<IMessageSender>().SendAsync(message, default),
            Throws.TypeOf<MessageNotSentException>().With.Message.Contains("AddHttpSmsSender"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_sender_of_the_hosts_own_stays(bool isBefore)
    {
        var own = new OwnSender();
        var services = new ServiceCollection();
        if (isBefore)
        {
            services.AddSingleton<IMessageSender>(own);
        }

        services.AddSecurityKit().AddSmtpSender(Smtp);
        if (!isBefore)
        {
            services.AddSingleton<IMessageSender>(own);
        }

        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<IMessageSender>(), Is.SameAs(own));
    }

    [Test]
    public void Every_wrong_option_is_named_with_its_rule_and_fix()
    {
        var smtp = new SmtpOptionsValidator().Validate(null, new SmtpOptions
        {
            Port = 0,
            Security = SmtpSecurity.None,
            UserName = "u",
            From = "nobody",
            FromName = "a\nb",
            LocalName = "?",
            Timeout = TimeSpan.Zero,
            TrustedRootsFile = "/nowhere.pem",
        });
        Assert.That(smtp.Failures!.Select(f => f.Split(' ')[0]), Is.EqualTo(new[] { "Host", "Port", "From", "FromName", "LocalName", "Timeout", "UserName", "Security", "TrustedRootsFile" }.Select(n => "SecurityKit:Smtp:" + n)));

        var sms = new HttpSmsOptionsValidator().Validate(null, new HttpSmsOptions
        {
            Endpoint = "http://sms.example.com",
            AuthenticationScheme = "Digest",
            Encoding = (SmsBodyEncoding)5,
            ToField = string.Empty,
            IdempotencyHeader = "a\nb",
            Timeout = TimeSpan.Zero,
            Attempts = 0,
            RetryDelay = TimeSpan.FromHours(1),
        });
        Assert.That(
            sms.Failures!.Select(f => f.Split([' ', ','])[0]),
            Is.EqualTo(new[] { "Endpoint", "From", "AuthenticationScheme", "Credential", "Encoding", "FromField", "IdempotencyHeader", "Timeout", "Attempts", "RetryDelay" }.Select(n => "SecurityKit:Sms:" + n)));
    }

    private static void Smtp(SmtpOptions options) => (options.Host, options.From) = ("mail.example.com", "no-reply@example.com");

    private static void Sms(HttpSmsOptions options) => (options.Endpoint, options.From, options.Credential) = ("https://sms.example.com", "Contoso", "key");

    private sealed class OwnSender : IMessageSender
    {
        public bool CanSend(MessageChannel channel) => true;

        public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
