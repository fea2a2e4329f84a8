using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Messaging.Tests.Servers;

namespace SecurityKit.Messaging.Tests.Smtp;

[TestFixture]
public sealed class SmtpSenderTests
{
    [TestCase("starttls", SmtpSecurity.StartTls, "PLAIN")]
    [TestCase("starttls", SmtpSecurity.StartTls, "LOGIN")]
    [TestCase("implicit", SmtpSecurity.ImplicitTls, "PLAIN")]
    public async Task A_message_arrives_over_tls_from_a_signed_in_sender(string mode, SmtpSecurity security, string mechanism)
    {
        using var server = await SmtpServer.StartAsync(mode, mechanism);
        await using var services = Build(server, security);
        var sender = services.GetRequiredService<IMessageSender>();
        Assert.That(sender.CanSend(MessageChannel.Email), Is.True);
        Assert.That(sender.CanSend(MessageChannel.Sms), Is.False);

        var body = "Ihr Code: 123456 ✓\n.\n..zwei Punkte\nEnde";
        await sender.SendAsync(Message("ada@example.com", "Schlüssel für 東京 – gültig 10 Minuten, bitte niemandem weitergeben, auch nicht am Telefon", body), default);

        var received = await server.ReadMessageAsync();
        var (headers, text) = Parse(received.GetProperty("content").GetString()!);
        Assert.Multiple(() =>
        {
            Assert.That(received.GetProperty("tls").GetBoolean(), Is.True);
            Assert.That(received.GetProperty("user").GetString(), Is.EqualTo("kit"));
            Assert.That(received.GetProperty("from").GetString(), Is.EqualTo("no-reply@contoso.example"));
            Assert.That(received.GetProperty("to")[0].GetString(), Is.EqualTo("ada@example.com"));
            Assert.That(text, Is.EqualTo(body.ReplaceLineEndings("\r\n")));
            Assert.That(DecodeWords(headers["Subject"]), Is.EqualTo("Schlüssel für 東京 – gültig 10 Minuten, bitte niemandem weitergeben, auch nicht am Telefon"));
            Assert.That(DecodeWords(headers["From"]), Is.EqualTo("Bücherei <no-reply@contoso.example>"));
            Assert.That(headers["Message-ID"], Is.EqualTo("<key1@contoso.example>"));
            Assert.That(headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
            Assert.That(DateTimeOffset.Parse(headers["Date"], CultureInfo.InvariantCulture), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(5)));
            Assert.That(received.GetProperty("content").GetString()!.Split("\r\n").Max(l => l.Length), Is.LessThanOrEqualTo(78));
        });
    }

    [Test]
    public async Task A_wrong_password_is_told_without_the_password()
    {
        using var server = await SmtpServer.StartAsync("starttls");
        await using var services = Build(server, SmtpSecurity.StartTls, o => o.Password = "wrong-secret");
        var failure = await FailAsync(services);
        Assert.That(failure.Message, Is.EqualTo("The mail server did not accept the password: it answered 535."));
        Assert.That(failure.ToString(), Does.Not.Contain("wrong-secret").And.Not.Contain("ada@"));
    }

    [TestCase("unknown@example.com", 550)]
    [TestCase("busy@example.com", 451)]
    public async Task A_refused_recipient_is_told_by_code_and_never_by_address(string recipient, int code)
    {
        using var server = await SmtpServer.StartAsync("starttls");
        await using var services = Build(server, SmtpSecurity.StartTls);
        var failure = await FailAsync(services, recipient);
        Assert.That(failure.Message, Is.EqualTo($"The mail server did not take the recipient: it answered {code}."));
        Assert.That(failure.ToString(), Does.Not.Contain(recipient));
    }

    [Test]
    public async Task A_certificate_that_is_not_trusted_stops_everything()
    {
        using var server = await SmtpServer.StartAsync("starttls");
        await using var services = Build(server, SmtpSecurity.StartTls, o => o.TrustedRootsFile = null);
        Assert.That((await FailAsync(services)).Message, Does.Contain("certificate is not trusted"));
    }

    [Test]
    public async Task A_certificate_of_another_name_stops_everything()
    {
        using var server = await SmtpServer.StartAsync("starttls");
        await using var services = Build(server, SmtpSecurity.StartTls, o => o.Host = "127.0.0.2");
        Assert.That((await FailAsync(services)).Message, Does.Contain("cannot be reached").Or.Contain("certificate is not trusted"));
        await using var byName = Build(server, SmtpSecurity.StartTls, o => o.Host = "ip6-localhost");
        Assert.That((await FailAsync(byName)).Message, Does.Contain("cannot be reached").Or.Contain("certificate is not trusted"));
    }

    [Test]
    public async Task A_server_whose_STARTTLS_was_stripped_gets_neither_password_nor_message()
    {
        using var server = new ScriptedServer("220 hello\r\n", "250-me\r\n250 AUTH PLAIN\r\n", "235 ok\r\n");
        await using var services = Build(server.Port, SmtpSecurity.StartTls);
        Assert.That((await FailAsync(services)).Message, Is.EqualTo("The mail server offers no STARTTLS, and nothing is sent in the clear."));
        Assert.That(server.Lines, Is.EqualTo(new[] { "EHLO localhost" }));
    }

    [Test]
    public async Task Answers_smuggled_in_before_TLS_are_refused()
    {
        using var server = new ScriptedServer("220 hello\r\n", "250-me\r\n250 STARTTLS\r\n", "220 go\r\n250-smuggled\r\n250 AUTH PLAIN\r\n");
        await using var services = Build(server.Port, SmtpSecurity.StartTls);
        Assert.That((await FailAsync(services)).Message, Does.Contain("more than its answer before the connection turned to TLS"));
    }

    [TestCase("")]
    [TestCase("220-without end\r\n220-more")]
    public async Task A_silent_server_is_given_up_after_the_time_limit(string greeting)
    {
        using var server = new ScriptedServer(greeting, "x");
        await using var services = Build(server.Port, SmtpSecurity.StartTls, o => o.Timeout = TimeSpan.FromSeconds(1));
        Assert.That((await FailAsync(services)).Message, Is.EqualTo("The mail server did not answer within 00:00:01."));
    }

    [TestCase("hello\r\n")]
    [TestCase("99\r\n")]
    [TestCase("2200 hi\r\n")]
    [TestCase("220_hi\r\n")]
    [TestCase("421 busy\r\n")]
    [TestCase("٢٢٠ hi\r\n")]
    public async Task A_server_that_talks_nonsense_is_refused(string greeting)
    {
        using var server = new ScriptedServer(greeting, "x");
        await using var services = Build(server.Port, SmtpSecurity.StartTls);
        Assert.That(async () => await FailAsync(services), Throws.Nothing);
    }

    [Test]
    public async Task An_endless_answer_is_refused()
    {
        using var lines = new ScriptedServer(string.Concat(Enumerable.Repeat("220-x\r\n", 5000)), "x");
        await using var first = Build(lines.Port, SmtpSecurity.StartTls);
        Assert.That((await FailAsync(first)).Message, Is.EqualTo("The mail server's answer is not one of SMTP."));
        using var line = new ScriptedServer("220 " + new string('x', 100_000), "x");
        await using var second = Build(line.Port, SmtpSecurity.StartTls);
        Assert.That((await FailAsync(second)).Message, Is.EqualTo("A line of the mail server's answer is too long."));
    }

    [TestCase("ada@example.com\r\nRCPT TO:<eve@example.com>")]
    [TestCase("ada@example.com> NOTIFY=NEVER")]
    [TestCase("ada")]
    [TestCase("")]
    public async Task A_destination_that_is_no_plain_address_never_reaches_a_server(string destination)
    {
        using var server = new ScriptedServer("220 hello\r\n");
        await using var services = Build(server.Port, SmtpSecurity.StartTls);
        Assert.That((await FailAsync(services, destination)).Message, Does.StartWith("The destination is not an e-mail address"));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_line_break_in_a_title_adds_no_header()
    {
        using var server = await SmtpServer.StartAsync("starttls");
        await using var services = Build(server, SmtpSecurity.StartTls);
        await services.GetRequiredService<IMessageSender>().SendAsync(Message("ada@example.com", "Hello\r\nBcc: eve@example.com\r\n\r\nbody", "x"), default);
        var (headers, _) = Parse((await server.ReadMessageAsync()).GetProperty("content").GetString()!);
        Assert.That(headers.Keys, Does.Not.Contain("Bcc"));
    }

    [Test]
    public async Task A_server_that_fails_five_times_is_left_alone_for_half_a_minute()
    {
        var clock = new Testing.ManualClock();
        using var server = new ScriptedServer("421 busy\r\n");
        await using var services = Build(server.Port, SmtpSecurity.StartTls, clock: clock);
        for (var i = 0; i < 5; i++)
        {
            await FailAsync(services);
        }

        Assert.That((await FailAsync(services)).Message, Does.Contain("left alone"));
        Assert.That(server.Connections, Is.EqualTo(5));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That((await FailAsync(services)).Message, Does.Contain("421"));
        Assert.That((await FailAsync(services)).Message, Does.Contain("left alone"));
    }

    private static async Task<MessageNotSentException> FailAsync(ServiceProvider services, string destination = "ada@example.com")
    {
        try
        {
            await services.GetRequiredService<IMessageSender>().SendAsync(Message(destination, "t", "123456"), default);
        }
        catch (MessageNotSentException exception)
        {
            return exception;
        }

        throw new AssertionException("The message was accepted.");
    }

    private static OutboundMessage Message(string destination, string title, string body) => new()
    {
        Channel = MessageChannel.Email,
        Destination = destination,
        Purpose = "test",
        Title = title,
        Body = body,
        IdempotencyKey = "key1",
    };

    private static ServiceProvider Build(SmtpServer server, SmtpSecurity security, Action<SmtpOptions>? configure = null) =>
        Build(server.Port, security, o =>
        {
            o.TrustedRootsFile = server.Certificates.RootFile;
            configure?.Invoke(o);
        });

    private static ServiceProvider Build(int port, SmtpSecurity security, Action<SmtpOptions>? configure = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSecurityKit().AddSmtpSender(o =>
        {
            o.Host = "127.0.0.1";
            o.Port = port;
            o.Security = security;
            o.UserName = "kit";
            o.Password = "geheim-ü";
            o.From = "no-reply@contoso.example";
            o.FromName = "Bücherei";
            configure?.Invoke(o);
        });
        return services.BuildServiceProvider();
    }

    private static (Dictionary<string, string> Headers, string Text) Parse(string content)
    {
        var parts = content.Split("\r\n\r\n", 2);
        var headers = parts[0].Replace("\r\n ", string.Empty, StringComparison.Ordinal).Split("\r\n")
            .Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace("\r\n", string.Empty, StringComparison.Ordinal)));
        return (headers, text);
    }

    private static string DecodeWords(string header) => System.Text.RegularExpressions.Regex.Replace(
        header, "=\\?utf-8\\?B\\?(?<b>[^?]*)\\?=", match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["b"].Value)));
}
