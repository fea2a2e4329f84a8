using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class ApiKeyTests
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.9");

    [Test]
    public async Task Create_GivesAKeyThatAScannerKnows_AndKeepsOnlyItsHash()
    {
        await using var host = new IdentityHost();

        var created = await CreateAsync(host);

        Assert.That(created.Text, Does.Match("^kit_[0-9a-v]{16}_[0-9a-v]{59}$"));
        var record = await host.Get<IApiKeyStore>().FindAsync(created.Key.Id, default);
        Assert.That(record!.SecretHash, Has.Length.EqualTo(32));
        Assert.That(record.ToString(), Does.Not.Contain(created.Text[21..]));
        Assert.That(created.ToString(), Does.Not.Contain(created.Text[21..]));
        Assert.That(created.Key.ExpiresAt - created.Key.CreatedAt, Is.EqualTo(TimeSpan.FromDays(365)));
    }

    [Test]
    public void Checksum_IsTheStandardCrc32() => Assert.That(Crc32.Of("123456789"), Is.EqualTo(0xCBF43926));

    [Test]
    public async Task Verify_OfARightKey_GivesSubjectAndScopes()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);

        var outcome = await host.Get<ApiKeyManager>().VerifyAsync(created.Text, Address);

        var key = ((ApiKeyOutcome.Verified)outcome).Key;
        Assert.That(key.Subject, Is.EqualTo("service"));
        Assert.That(key.HasScope("reports:read"), Is.True);
        Assert.That(key.HasScope("reports:write"), Is.False);
        Assert.That(key.HasScope("Reports:read"), Is.False);
        Assert.That(key.HasScope("reports:*"), Is.False);
    }

    [Test]
    public async Task Verify_OfAnyAlteredKey_IsRefusedWithoutAskingTheStore()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);

        foreach (var mutation in TokenMutations.Of(created.Text))
        {
            Assert.That(
                await host.Get<ApiKeyManager>().VerifyAsync(mutation, Address),
                Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Invalid)), mutation[..Math.Min(mutation.Length, 100)]);
        }

        Assert.That(host.EventsOf(IdentityEventTypes.ApiKeyRefused), Is.Empty, "the checksum found them all");
    }

    [Test]
    public async Task Verify_OfARightIdWithAnotherSecret_IsInvalid()
    {
        await using var host = new IdentityHost();
        var one = await CreateAsync(host);
        var (_, other, _) = ApiKeyFormat.New("kit");
        var body = one.Text[..21] + other[21..73];
        var forged = body + Checksum(body);

        Assert.That(await host.Get<ApiKeyManager>().VerifyAsync(forged, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Invalid)));
        Assert.That(host.EventsOf(IdentityEventTypes.ApiKeyRefused).Single().Data["keyId"], Is.EqualTo(one.Key.Id));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("kit_")]
    public async Task Verify_OfNothing_IsInvalid(string? presented)
    {
        await using var host = new IdentityHost();
        Assert.That(await host.Get<ApiKeyManager>().VerifyAsync(presented, Address), Is.InstanceOf<ApiKeyOutcome.Refused>());
    }

    [Test]
    public async Task Revoke_CountsForTheNextRequest()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);
        var manager = host.Get<ApiKeyManager>();
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());

        Assert.That(await manager.RevokeAsync("somebody-else", created.Key.Id), Is.False);
        Assert.That(await manager.RevokeAsync("service", created.Key.Id), Is.True);

        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Revoked)));
        Assert.That(host.EventsOf(IdentityEventTypes.ApiKeyRevoked), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Verify_AfterTheExpiry_IsRefused()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host, lifetime: TimeSpan.FromDays(1));
        host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That(
            await host.Get<ApiKeyManager>().VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Expired)));
    }

    [TestCase("203.0.113.0/24", "203.0.113.255", true)]
    [TestCase("203.0.113.0/24", "203.0.114.0", false)]
    [TestCase("203.0.113.0/24", "::ffff:203.0.113.7", true)]
    [TestCase("2001:db8::/32", "2001:db8:1::1", true)]
    [TestCase("2001:db8::/32", "203.0.113.9", false)]
    [TestCase("203.0.113.0/24", null, false)]
    public async Task Verify_OutsideItsNetworks_IsRefused(string network, string? from, bool isAllowed)
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host, networks: [network]);

        var outcome = await host.Get<ApiKeyManager>().VerifyAsync(created.Text, from is null ? null : IPAddress.Parse(from));

        Assert.That(outcome, isAllowed ? Is.InstanceOf<ApiKeyOutcome.Verified>() : Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Network)));
    }

    [Test]
    public async Task Rotate_KeepsTheOldKeyForTheOverlapOnly()
    {
        await using var host = new IdentityHost();
        var manager = host.Get<ApiKeyManager>();
        var old = await CreateAsync(host, networks: ["203.0.113.0/24"]);

        var rotated = (ApiKeyCreation.Created)await manager.RotateAsync("service", old.Key.Id, TimeSpan.FromHours(2));

        Assert.That(rotated.Key.Scopes, Is.EqualTo(old.Key.Scopes));
        Assert.That(rotated.Key.Networks, Is.EqualTo(old.Key.Networks));
        Assert.That(await manager.VerifyAsync(old.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
        Assert.That(await manager.VerifyAsync(rotated.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
        Assert.That(await manager.RotateAsync("service", old.Key.Id), Is.InstanceOf<ApiKeyCreation.NotPossible>(), "once");
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await manager.VerifyAsync(old.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Expired)));
        Assert.That(await manager.VerifyAsync(rotated.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
    }

    [Test]
    public async Task DisablingTheAccount_SuspendsItsKeys_AndDeletingRemovesThem()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        var created = await CreateAsync(host, account.Subject);
        var manager = host.Get<ApiKeyManager>();

        await host.Accounts.DisableAsync(account.Subject);
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
        Assert.That(await manager.CreateAsync(new ApiKeyRequest(account.Subject, "another", [])), Is.InstanceOf<ApiKeyCreation.NotPossible>());
        await host.Accounts.EnableAsync(account.Subject);
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
        await host.Accounts.DeleteAsync(account.Subject);
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Invalid)));
    }

    [Test]
    public async Task SuspendAll_FreezesASubjectsKeys_UntilTheyAreResumed()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);
        var manager = host.Get<ApiKeyManager>();

        Assert.That(await manager.SuspendAllAsync("service", "incident"), Is.EqualTo(1));
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
        Assert.That(await manager.ResumeAllAsync("service"), Is.EqualTo(1));
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
    }

    [Test]
    public async Task AFrozenSubject_MakesNoNewKey_NotEvenOnceItRevokedTheFrozenOnes()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);
        var manager = host.Get<ApiKeyManager>();
        await manager.SuspendAllAsync("service", "incident");

        Assert.That(await manager.CreateAsync(new ApiKeyRequest("service", "another", [])), Is.InstanceOf<ApiKeyCreation.NotPossible>());
        Assert.That(await manager.RotateAsync("service", created.Key.Id), Is.InstanceOf<ApiKeyCreation.NotPossible>());
        await manager.RevokeAsync("service", created.Key.Id);
        Assert.That(await manager.CreateAsync(new ApiKeyRequest("service", "another", [])), Is.InstanceOf<ApiKeyCreation.NotPossible>());
        Assert.That((await manager.ListAsync("service")).Select(k => k.RevokedAt), Has.None.Null);

        await manager.ResumeAllAsync("service");
        Assert.That(await manager.CreateAsync(new ApiKeyRequest("service", "another", [])), Is.InstanceOf<ApiKeyCreation.Created>());
    }

    [Test]
    public async Task Verify_OfARightKey_IsOneReadOfTheStore_AndNoWrite()
    {
        var store = new CountingApiKeyStore();
        await using var host = new IdentityHost(build: kit => kit.Services.AddSingleton<IApiKeyStore>(store));
        var created = await CreateAsync(host);
        for (var i = 0; i < 3; i++)
        {
            var before = store.Calls;
            Assert.That(await host.Get<ApiKeyManager>().VerifyAsync(created.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
            Assert.That(store.Calls - before, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task EnablingAnAccount_DoesNotResumeKeysThatWereFrozenForAnotherReason()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        var created = (ApiKeyCreation.Created)await host.Get<ApiKeyManager>().CreateAsync(new ApiKeyRequest(account.Subject, "ci", []));
        var manager = host.Get<ApiKeyManager>();
        await manager.SuspendAllAsync(account.Subject, "incident");
        await host.Accounts.DisableAsync(account.Subject);

        await host.Accounts.EnableAsync(account.Subject);

        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
        Assert.That((await manager.ListAsync(account.Subject)).Single().Suspensions, Is.EqualTo(ApiKeySuspensions.Frozen));
        await manager.ResumeAllAsync(account.Subject);
        Assert.That(await manager.VerifyAsync(created.Text, Address), Is.InstanceOf<ApiKeyOutcome.Verified>());
    }

    [TestCase(ApiKeyFate.Keep, ApiKeyFate.Suspend, true, false)]
    [TestCase(ApiKeyFate.Keep, ApiKeyFate.Keep, true, true)]
    [TestCase(ApiKeyFate.Suspend, ApiKeyFate.Revoke, false, false)]
    [TestCase(null, null, true, false, TestName = "APasswordReset_TakesKeysOutOfUse_UnlessToldOtherwise_AndAChangeDoesNot")]
    public async Task APasswordChangeAndAReset_DoToKeys_WhatTheOptionsSay(ApiKeyFate? onChange, ApiKeyFate? onReset, bool worksAfterChange, bool worksAfterReset)
    {
        await using var host = new IdentityHost(o =>
        {
            o.ApiKeys.OnPasswordChange = onChange ?? o.ApiKeys.OnPasswordChange;
            o.ApiKeys.OnPasswordReset = onReset ?? o.ApiKeys.OnPasswordReset;
        });
        var account = await host.RegisterConfirmedAsync();
        var manager = host.Get<ApiKeyManager>();
        var created = (ApiKeyCreation.Created)await manager.CreateAsync(new ApiKeyRequest(account.Subject, "ci", []));

        await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, "quite-another-sentence-7", null);
        Assert.That(await manager.VerifyAsync(created.Text, Address), worksAfterChange ? Is.InstanceOf<ApiKeyOutcome.Verified>() : Is.InstanceOf<ApiKeyOutcome.Refused>());

        host.Accounts.RequestPasswordReset("alice@example.com");
        await host.Get<AccountMailQueue>().DrainAsync(default);
        await host.Accounts.ResetPasswordAsync(Mailed.Token(host.Outbox.Last()), "and-a-third-sentence-8");
        Assert.That(await manager.VerifyAsync(created.Text, Address), worksAfterReset ? Is.InstanceOf<ApiKeyOutcome.Verified>() : Is.InstanceOf<ApiKeyOutcome.Refused>());

        await manager.ResumeAllAsync(account.Subject, ApiKeySuspensions.PasswordReset);
        var isRevoked = (await manager.ListAsync(account.Subject)).Single().RevokedAt is not null;
        Assert.That(isRevoked, Is.EqualTo(onReset == ApiKeyFate.Revoke));
        Assert.That(await manager.VerifyAsync(created.Text, Address), isRevoked ? Is.InstanceOf<ApiKeyOutcome.Refused>() : Is.InstanceOf<ApiKeyOutcome.Verified>());
    }

    [Test]
    public async Task Create_InParallel_KeepsToTheLimit()
    {
        await using var host = new IdentityHost(o => o.ApiKeys.MaxKeysPerSubject = 3);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => Task.Run(async () => await host.Get<ApiKeyManager>().CreateAsync(new ApiKeyRequest("service", $"key {i}", [])))));

        Assert.That(outcomes.OfType<ApiKeyCreation.Created>().Count(), Is.EqualTo(3));
        Assert.That(outcomes.OfType<ApiKeyCreation.TooMany>().Count(), Is.EqualTo(13));
    }

    [Test]
    public async Task Create_OfAHostileRequest_IsRefusedWithEveryReason()
    {
        await using var host = new IdentityHost();
        var request = new ApiKeyRequest("service", new string('n', 1_000_000), ["reports:*", "Admin"])
        {
            Lifetime = TimeSpan.FromDays(366),
            Networks = ["everywhere"],
        };

        var outcome = (ApiKeyCreation.Refused)await host.Get<ApiKeyManager>().CreateAsync(request);

        Assert.That(outcome.Problems.Select(p => p.Input), Is.EquivalentTo(new[] { "name", "scopes", "lifetime", "networks" }));
    }

    [Test]
    public async Task LastUsed_IsWrittenLateAndRarely()
    {
        await using var host = new IdentityHost();
        var created = await CreateAsync(host);
        var manager = host.Get<ApiKeyManager>();
        var usage = host.Get<ApiKeyUsage>();
        var firstUse = host.Clock.GetUtcNow();
        for (var i = 0; i < 100; i++)
        {
            await manager.VerifyAsync(created.Text, Address);
        }

        Assert.That((await manager.ListAsync("service")).Single().LastUsedAt, Is.Null);
        Assert.That(usage.Pending, Is.EqualTo(1));
        await usage.FlushAsync(default);
        Assert.That((await manager.ListAsync("service")).Single().LastUsedAt, Is.EqualTo(firstUse));

        host.Clock.Advance(TimeSpan.FromMinutes(4));
        await manager.VerifyAsync(created.Text, Address);
        Assert.That(usage.Pending, Is.Zero, "within the resolution");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await manager.VerifyAsync(created.Text, Address);
        Assert.That(usage.Pending, Is.EqualTo(1));
    }

    [Test]
    public async Task LastUsed_OfManyKeys_IsBounded()
    {
        await using var host = new IdentityHost();
        var usage = host.Get<ApiKeyUsage>();
        var created = await CreateAsync(host);

        for (var i = 0; i < ApiKeyUsage.Capacity + 500; i++)
        {
            usage.Note(created.Key with { Id = $"k{i}" }, host.Clock.GetUtcNow());
        }

        Assert.That(usage.Pending, Is.EqualTo(ApiKeyUsage.Capacity));
    }

    [TestCase("reports:read", true)]
    [TestCase("security.events:read", true)]
    [TestCase("a-b_c1:do-it", true)]
    [TestCase("reports", false)]
    [TestCase("reports:", false)]
    [TestCase(":read", false)]
    [TestCase("reports:read:all", false)]
    [TestCase("reports:*", false)]
    [TestCase("*:read", false)]
    [TestCase("Reports:read", false)]
    [TestCase("reports..daily:read", false)]
    [TestCase("reports:read ", false)]
    [TestCase("", false)]
    public void PermissionNames_HaveOneForm(string name, bool isValid) => Assert.That(PermissionName.IsValid(name), Is.EqualTo(isValid));

    private static string Checksum(string body)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuv";
        var crc = Crc32.Of(body);
        return string.Concat(Enumerable.Range(0, 7).Reverse().Select(i => Digits[(int)((crc >> (5 * i)) & 31)]));
    }

    private static async Task<ApiKeyCreation.Created> CreateAsync(
        IdentityHost host, string subject = "service", TimeSpan? lifetime = null, string[]? networks = null)
    {
        var request = new ApiKeyRequest(subject, "build server", ["reports:read"]) { Lifetime = lifetime, Networks = networks ?? [] };
        return (ApiKeyCreation.Created)await host.Get<ApiKeyManager>().CreateAsync(request);
    }
}
