using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Messaging.Tests.Servers;

namespace SecurityKit.Messaging.Tests.Sms;

[TestFixture]
public sealed class HttpSmsSenderTests
{
    private SmsProvider _provider = null!;

    [SetUp]
    public void SetUp() => _provider = new SmsProvider();

    [TearDown]
    public void TearDown() => _provider.Dispose();

    [Test]
    public async Task A_message_is_posted_as_json_with_the_key_and_an_idempotency_key()
    {
        await using var services = Build();
        await SendAsync(services, "123456 ist Ihr \"Code\" – ✓");
        var request = _provider.Requests.Single();
        using var json = JsonDocument.Parse(request.Body);
        Assert.Multiple(() =>
        {
            Assert.That(request.Authorization, Is.EqualTo("Bearer key-123"));
            Assert.That(request.IdempotencyKey, Is.EqualTo("message-1"));
            Assert.That(request.ContentType, Does.StartWith("application/json"));
            Assert.That(json.RootElement.GetProperty("from").GetString(), Is.EqualTo("Contoso"));
            Assert.That(json.RootElement.GetProperty("to").GetString(), Is.EqualTo("+49301234567"));
            Assert.That(json.RootElement.GetProperty("text").GetString(), Is.EqualTo("123456 ist Ihr \"Code\" – ✓"));
        });
    }

    [Test]
    public async Task Twilios_api_gets_a_form_with_basic_authentication()
    {
        await using var services = Build(o =>
        {
            o.UseTwilio("AC42", "token", "+15550100000");
            Assert.That(o.Endpoint, Is.EqualTo("https://api.twilio.com/2010-04-01/Accounts/AC42/Messages.json"));
            o.Endpoint = _provider.Endpoint;
        });
        await SendAsync(services, "a&b=c+d ✓");
        var request = _provider.Requests.Single();
        var form = HttpUtility.ParseQueryString(request.Body);
        Assert.Multiple(() =>
        {
            Assert.That(request.Authorization, Is.EqualTo("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("AC42:token"))));
            Assert.That(request.ContentType, Is.EqualTo("application/x-www-form-urlencoded"));
            Assert.That(request.IdempotencyKey, Is.Null);
            Assert.That(form.AllKeys, Is.EqualTo(new[] { "From", "To", "Body" }));
            Assert.That(form["Body"], Is.EqualTo("a&b=c+d ✓"));
        });
    }

    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    [TestCase(408)]
    [TestCase(-1)]
    public async Task A_failure_that_may_pass_is_repeated_with_the_same_key_and_delivered_once(int status)
    {
        _provider.Failures.Enqueue((status, null));
        await using var services = Build(o => o.Timeout = TimeSpan.FromSeconds(status < 0 ? 1 : 30));
        await SendAsync(services);
        Assert.That(_provider.Requests.Select(r => r.IdempotencyKey), Is.EqualTo(new[] { "message-1", "message-1" }));
        Assert.That(_provider.Delivered, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_lost_answer_is_not_repeated_where_the_provider_takes_no_idempotency_key()
    {
        _provider.Failures.Enqueue((-1, null));
        await using var services = Build(o => (o.IdempotencyHeader, o.Timeout) = (null, TimeSpan.FromSeconds(1)));
        await FailAsync(services);
        Assert.That(_provider.Delivered, Has.Count.EqualTo(1), "a second attempt would have sent the code twice");

        _provider.Failures.Enqueue((429, null));
        await SendAsync(services);
        Assert.That(_provider.Delivered, Has.Count.EqualTo(2), "a refusal is safe to repeat");
    }

    [Test]
    public async Task A_provider_that_never_answers_is_given_up_after_the_time_limit()
    {
        _provider.Failures.Enqueue((-1, null));
        await using var services = Build(o =>
        {
            o.Timeout = TimeSpan.FromSeconds(1);
            o.Attempts = 1;
        });
        Assert.That((await FailAsync(services)).Message, Does.Contain("no answer within 00:00:01"));
    }

    [Test]
    public async Task After_three_attempts_it_is_over()
    {
        for (var i = 0; i < 5; i++)
        {
            _provider.Failures.Enqueue((503, null));
        }

        await using var services = Build();
        Assert.That((await FailAsync(services)).Message, Is.EqualTo("The provider of text messages did not take the message: status 503."));
        Assert.That(_provider.Requests, Has.Count.EqualTo(3));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    public async Task A_refusal_is_not_repeated_and_what_the_provider_says_is_not_passed_on(int status)
    {
        _provider.Failures.Enqueue((status, null));
        await using var services = Build();
        var failure = await FailAsync(services);
        Assert.That(_provider.Requests, Has.Count.EqualTo(1));
        Assert.That(failure.ToString(), Does.Contain($"status {status}").And.Not.Contain("123456").And.Not.Contain("+4930").And.Not.Contain("key-123"));
    }

    [Test]
    public async Task A_pause_the_provider_asks_for_is_kept()
    {
        _provider.Failures.Enqueue((429, "7"));
        _provider.Failures.Enqueue((429, "3600"));
        var clock = new SkippingClock();
        await using var services = Build(o => o.Timeout = TimeSpan.FromSeconds(30), clock);
        await SendAsync(services);
        Assert.That(clock.Pauses, Is.EqualTo(new[] { TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(10) }), "ten seconds are the longest");
    }

    [Test]
    public async Task A_provider_that_cannot_be_reached_is_left_alone_after_five_failures()
    {
        var closed = _provider.Endpoint;
        _provider.Dispose();
        await using var services = Build(o => o.Endpoint = closed, new Testing.ManualClock());
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await FailAsync(services)).Message, Does.Contain("ConnectionError"));
        }

        Assert.That((await FailAsync(services)).Message, Does.Contain("left alone"));
    }

    [Test]
    public async Task Nothing_of_the_message_or_the_key_is_logged()
    {
        var logs = new List<string>();
        _provider.Failures.Enqueue((503, null));
        await using var services = Build(logs: logs);
        await SendAsync(services);
        Assert.That(logs, Is.Not.Empty);
        Assert.That(string.Join('\n', logs), Does.Not.Contain("123456").And.Not.Contain("+4930").And.Not.Contain("key-123"));
    }

    private static async Task SendAsync(ServiceProvider services, string body = "123456 is your code") =>
        await services.GetRequiredService<IMessageSender>().SendAsync(
            new OutboundMessage
            {
                Channel = MessageChannel.Sms,
                Destination = "+49301234567",
                Purpose = "test",
                Body = body,
                IdempotencyKey = "message-1",
            },
            default);

    private static async Task<MessageNotSentException> FailAsync(ServiceProvider services)
    {
        try
        {
            await SendAsync(services);
        }
        catch (MessageNotSentException exception)
        {
            return exception;
        }

        throw new AssertionException("The message was accepted.");
    }

    /// <summary>Notes pauses of up to ten seconds and lets them pass at once.</summary>
    private sealed class SkippingClock : TimeProvider
    {
        internal List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime <= TimeSpan.FromSeconds(10))
            {
                Pauses.Add(dueTime);
                dueTime = TimeSpan.Zero;
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private ServiceProvider Build(Action<HttpSmsOptions>? configure = null, TimeProvider? clock = null, List<string>? logs = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        if (logs is not null)
        {
            services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLoggerProvider(logs)));
        }

        services.AddSecurityKit().AddHttpSmsSender(o =>
        {
            o.Endpoint = _provider.Endpoint;
            o.From = "Contoso";
            o.Credential = "key-123";
            o.RetryDelay = TimeSpan.Zero;
            configure?.Invoke(o);
        });
        return services.BuildServiceProvider();
    }
}
