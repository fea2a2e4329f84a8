using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>The identity package in a container, with a clock, an outbox and every event in sight.</summary>
public sealed class IdentityHost : IAsyncDisposable, ISecurityEventSink, IMessageSender
{
    public const string Password = "correct-horse-battery-42";

    private readonly ServiceProvider _services;

    public IdentityHost(Action<IdentityOptions>? configure = null, Action<ISecurityKitBuilder>? build = null, bool canSendMail = true)
    {
        CanSendMail = canSendMail;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IPasswordHasher>(Hasher);
        services.AddSingleton<IKeyedHasher>(new FixedKeyHasher());
        services.AddSingleton<IMessageSender>(this);
        services.AddSingleton<ISecurityEventSink>(this);
        var builder = services.AddSecurityKit().AddIdentity(configure);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualClock Clock { get; } = new();

    public CountingPasswordHasher Hasher { get; } = new();

    public bool CanSendMail { get; }

    public ConcurrentQueue<SecurityEvent> Events { get; } = new();

    public ConcurrentQueue<OutboundMessage> Outbox { get; } = new();

    public AccountManager Accounts => Get<AccountManager>();

    SecurityEventStage ISecurityEventSink.Stage => SecurityEventStage.Record;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<Account> RegisterAsync(string name = "alice", string? email = "alice@example.com", string password = Password)
    {
        var outcome = await Accounts.RegisterAsync(new RegisterRequest(name, email, password));
        Assert.That(outcome, Is.InstanceOf<RegistrationOutcome.Registered>());
        return ((RegistrationOutcome.Registered)outcome).Account;
    }

    /// <summary>Registers an account whose address is confirmed, without a mail.</summary>
    public async Task<Account> RegisterConfirmedAsync(string name = "alice", string email = "alice@example.com", string password = Password)
    {
        var account = await RegisterAsync(name, email, password);
        Assert.That(
            await Get<IAccountStore>().TryConfirmEmailAsync(account.Subject, AccountIdentifiers.EmailKey(email)!, default), Is.EqualTo(EmailConfirmation.Confirmed));
        return (await Accounts.FindAsync(account.Subject))!;
    }

    public ValueTask<SignInOutcome> SignInAsync(string login, string password = Password, string? deviceToken = null) =>
        Accounts.SignInAsync(new SignInRequest(login, password) { DeviceToken = deviceToken });

    /// <summary>The events of one type, the oldest first.</summary>
    public IReadOnlyList<SecurityEvent> EventsOf(string type) => [.. Events.Where(e => e.Type == type)];

    ValueTask ISecurityEventSink.WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        Events.Enqueue(securityEvent);
        return ValueTask.CompletedTask;
    }

    bool IMessageSender.CanSend(MessageChannel channel) => CanSendMail && channel == MessageChannel.Email;

    ValueTask IMessageSender.SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        Outbox.Enqueue(message);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
