namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionRevocationSinkTests
{
    private SessionHost _host = null!;

    [SetUp]
    public async Task StartHost() => _host = await SessionHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [TestCase(SecurityEventTypes.PasswordChanged, SessionEndReasons.PasswordChanged)]
    [TestCase(SecurityEventTypes.AccountDisabled, SessionEndReasons.AccountDisabled)]
    [TestCase(SecurityEventTypes.AccountDeleted, SessionEndReasons.AccountDeleted)]
    public async Task ChangedPasswordAndGoneAccount_EndTheSubjectsSessions(string type, string reason)
    {
        var grant = await _host.SignInAsync();
        var other = await _host.SignInAsync("bob");

        await RaiseAsync(type, SecurityEventOutcome.Success);

        Assert.Multiple(async () =>
        {
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.False);
            Assert.That((await _host.Sessions.ValidateAsync(other.Token)).IsValid, Is.True);
            Assert.That(_host.Events.Single(SessionEventTypes.Revoked).Reason, Is.EqualTo(reason));
        });
    }

    [Test]
    public async Task ChangedPassword_KeepsTheSessionItNames()
    {
        var kept = await _host.SignInAsync();
        var ended = await _host.SignInAsync();

        await RaiseAsync(SecurityEventTypes.PasswordChanged, SecurityEventOutcome.Success, kept.Session.Id.ToString());

        Assert.That((await _host.Sessions.ValidateAsync(kept.Token)).IsValid, Is.True);
        Assert.That((await _host.Sessions.ValidateAsync(ended.Token)).IsValid, Is.False);
    }

    [TestCase(SecurityEventTypes.AccountDisabled)]
    [TestCase(SecurityEventTypes.AccountDeleted)]
    public async Task GoneAccount_KeepsNoSession(string type)
    {
        var grant = await _host.SignInAsync();

        await RaiseAsync(type, SecurityEventOutcome.Success, grant.Session.Id.ToString());

        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.False);
    }

    [TestCase(SecurityEventTypes.PasswordChanged, SecurityEventOutcome.Failure)]
    [TestCase(SecurityEventTypes.AccountDisabled, SecurityEventOutcome.Denied)]
    [TestCase("identity.signin", SecurityEventOutcome.Success)]
    public async Task WhatDidNotHappen_EndsNothing(string type, SecurityEventOutcome outcome)
    {
        var grant = await _host.SignInAsync();

        await RaiseAsync(type, outcome);

        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True);
    }

    private async Task RaiseAsync(string type, SecurityEventOutcome outcome, string? kept = null)
    {
        var data = new Dictionary<string, string>();
        if (kept is not null)
        {
            data[SecurityEventTypes.KeptSessionData] = kept;
        }

        await _host.Get<ISecurityEvents>().RaiseAsync(new SecurityEvent { Type = type, Outcome = outcome, Subject = "ada", Data = data });
    }
}
