using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Confirming an address with what was mailed to it.</summary>
[TestFixture]
public sealed partial class EmailConfirmationTests
{
    [Test]
    public async Task TheMailedToken_ConfirmsOnce_AndSignInIsHeldBackUntilThen()
    {
        var outbox = new Outbox();
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Services = services => services.AddSingleton<IMessageSender>(outbox),
            Settings = new Dictionary<string, string?> { ["SecurityKit:Identity:RequireConfirmedEmail"] = "true" },
        });
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var early = await client.PostAsync("/login", new { userName = "ada", password = Person.Password });
        Assert.That(early.Status, Is.Not.EqualTo(HttpStatusCode.OK));
        await Until.TrueAsync(() => Task.FromResult(outbox.Messages.Count == 2));
        var token = TokenPattern().Match(outbox.Messages.Last().Body).Value;
        (await client.PostAsync("/email/confirm", new { token = token[..^1] + (token[^1] == 'A' ? 'B' : 'A') })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await client.PostAsync("/email/confirm", new { token })).Expect(HttpStatusCode.NoContent);
        (await client.PostAsync("/email/confirm", new { token })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
    }

    [GeneratedRegex("[A-Za-z0-9_-]{43}")]
    private static partial Regex TokenPattern();

    private sealed class Outbox : IMessageSender
    {
        public ConcurrentQueue<OutboundMessage> Messages { get; } = new();

        public bool CanSend(MessageChannel channel) => channel == MessageChannel.Email;

        public ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
        {
            Messages.Enqueue(message);
            return ValueTask.CompletedTask;
        }
    }
}
