using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Crypto;
using SecurityKit.EntityFrameworkCore;
using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.AspNetIdentity;

/// <summary>The contract of account stores, on the framework's own tables by its own EF store.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class UserManagerAccountStoreTests(DatabaseProvider provider) : AccountStoreContract
{
    private UserTables _tables = null!;

    [TearDown]
    public async Task Close() => await _tables.DisposeAsync();

    [Test]
    public async Task AUserThatWasThereBefore_IsAnAccount_AndAPasswordSetByOthers_IsAnotherVersion()
    {
        var user = new IdentityUser("ada@example.com") { Email = "ada@example.com", EmailConfirmed = true };
        await _tables.UseAsync(manager => manager.CreateAsync(user, "Old-Passw0rd-Lantern!"));

        var found = (await Store.FindByEmailAsync("ada@example.com", default))!;
        Assert.That((found.Subject, found.NameKey, found.Status), Is.EqualTo((user.Id, "ada@example.com", AccountStatus.Active)));
        Assert.That((found.CreatedAt, found.PasswordChangedAt), Is.EqualTo((DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)), "nobody knows");
        Assert.That(await Store.TryRecordSignInAsync(user.Id, found.PasswordVersion, Start, default), Is.True);
        Assert.That((await Store.FindAsync(user.Id, default))!.PasswordVersion, Is.EqualTo(found.PasswordVersion), "the password is the same");

        await _tables.UseAsync(async manager => await manager.ChangePasswordAsync((await manager.FindByIdAsync(user.Id))!, "Old-Passw0rd-Lantern!", "New-Passw0rd-Lantern!"));

        var changed = (await Store.FindAsync(user.Id, default))!;
        Assert.That(changed.PasswordVersion, Is.Not.EqualTo(found.PasswordVersion));
        Assert.That(changed.LastSignInAt, Is.EqualTo(Start));
        Assert.That(await Store.TryRecordSignInAsync(user.Id, found.PasswordVersion, Start, default), Is.False, "what was verified is no longer the password");
    }

    [Test]
    public async Task ADisabledAccount_CannotSignInOnTheFrameworksPages_AndOneLockedThereForEverIsDisabledHere()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);
        await Store.TrySetStatusAsync(account.Subject, AccountStatus.Disabled, default);
        await _tables.UseAsync(async manager =>
        {
            var user = (await manager.FindByIdAsync(account.Subject))!;
            Assert.That(await manager.IsLockedOutAsync(user), Is.True);
            Assert.That(user.SecurityStamp, Is.Not.Empty);
            return await manager.SetLockoutEndDateAsync(user, null);
        });
        Assert.That((await Store.FindAsync(account.Subject, default))!.Status, Is.EqualTo(AccountStatus.Active));

        await _tables.UseAsync(async manager => await manager.SetLockoutEndDateAsync((await manager.FindByIdAsync(account.Subject))!, DateTimeOffset.MaxValue));
        Assert.That((await Store.FindAsync(account.Subject, default))!.Status, Is.EqualTo(AccountStatus.Disabled));
    }

    [Test]
    public async Task AnAddressThatWasConfirmedOnTheFrameworksPages_IsTaken()
    {
        await _tables.UseAsync(manager => manager.CreateAsync(new IdentityUser("ada") { Email = "Ada@Example.com", EmailConfirmed = true }));
        var account = NewAccount("alice") with { Email = "ada@example.com", EmailKey = "ada@example.com" };
        await Store.TryCreateAsync(account, default);

        Assert.That(await Store.TryConfirmEmailAsync(account.Subject, "ada@example.com", default), Is.EqualTo(EmailConfirmation.Taken));
    }

    [Test]
    public async Task ANameThatIsAnAddress_ChangesWithIt()
    {
        var user = new IdentityUser("ada@example.com") { Email = "ada@example.com", EmailConfirmed = true };
        await _tables.UseAsync(manager => manager.CreateAsync(user));

        var replacement = new EmailReplacement { Subject = user.Id, ExpectedEmailKey = "ada@example.com", Email = "ada@example.org", EmailKey = "ada@example.org" };
        Assert.That(await Store.TryReplaceEmailAsync(replacement, default), Is.EqualTo(EmailConfirmation.Confirmed));

        await _tables.UseAsync(async manager =>
        {
            Assert.That(await manager.FindByNameAsync("ada@example.com"), Is.Null);
            Assert.That((await manager.FindByNameAsync("ada@example.org"))!.Id, Is.EqualTo(user.Id));
            return IdentityResult.Success;
        });
    }

    [Test]
    public async Task AWriteOfTheFrameworkInBetween_IsNotLost()
    {
        var account = NewAccount("alice");
        await Store.TryCreateAsync(account, default);

        var writes = Enumerable.Range(0, 8).SelectMany(i => new Func<Task>[]
        {
            async () => await Store.TryRecordSignInAsync(account.Subject, account.PasswordVersion, Start.AddHours(i), default),
            () => UntilWrittenAsync(account.Subject, i),
        });
        await Task.WhenAll(writes.Select(write => Task.Run(write)));

        await _tables.UseAsync(async manager =>
        {
            Assert.That(await manager.GetClaimsAsync((await manager.FindByIdAsync(account.Subject))!), Has.Count.EqualTo(8));
            return IdentityResult.Success;
        });
        Assert.That((await Store.FindAsync(account.Subject, default))!.LastSignInAt, Is.Not.Null);
    }

    [Test]
    public async Task AReset_AndAChangeOfAddress_WorkOnTheFrameworksUser()
    {
        var letters = new Letters();
        await using var tables = await UserTables.CreateAsync(provider, services =>
        {
            services.AddSingleton<IMessageSender>(letters);
            services.AddSecurityKit().AddCrypto(crypto => crypto.UseMasterKeyFile(KitHostSetup.NewMasterKeyFile()));
        });
        await tables.Services.GetRequiredService<IKeyRingManager>().InitializeAsync();
        var hosted = tables.Services.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
        {
            await service.StartAsync(default);
        }

        var user = new IdentityUser("ada") { Email = "ada@example.com", EmailConfirmed = true };
        Assert.That((await tables.UseAsync(manager => manager.CreateAsync(user, "Quite-0ther-lanterns"))).Succeeded, Is.True);
        var accounts = tables.Services.GetRequiredService<AccountManager>();

        Assert.That(accounts.RequestPasswordReset("ada@example.com"), Is.Empty);
        var reset = await accounts.ResetPasswordAsync(await letters.TokenAsync(1), "seven brown kettles whistle");
        Assert.That(reset, Is.InstanceOf<PasswordResetOutcome.Reset>());
        Assert.That(await accounts.SignInAsync(new SignInRequest("ada", "seven brown kettles whistle")), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await accounts.SignInAsync(new SignInRequest("ada", "Quite-0ther-lanterns")), Is.InstanceOf<SignInOutcome.InvalidCredentials>());
        var old = await accounts.ChangePasswordAsync(user.Id, "seven brown kettles whistle", "Quite-0ther-lanterns", null);
        Assert.That(old, Is.InstanceOf<PasswordChangeOutcome.Refused>(), "the framework's own hash is in the history");

        await accounts.RequestEmailChangeAsync(user.Id, "seven brown kettles whistle", "ada@example.org");
        Assert.That(await accounts.ConfirmEmailChangeAsync(await letters.TokenAsync(2)), Is.EqualTo(EmailConfirmation.Confirmed));
        Assert.That(await accounts.TakeBackEmailChangeAsync(await letters.TokenAsync(3)), Is.EqualTo(EmailConfirmation.Confirmed));
        await tables.UseAsync(async manager =>
        {
            var present = (await manager.FindByIdAsync(user.Id))!;
            Assert.That((present.Email, present.NormalizedEmail, present.PasswordHash), Is.EqualTo(("ada@example.com", "ADA@EXAMPLE.COM", (string?)null)));
            return IdentityResult.Success;
        });
        foreach (var service in hosted)
        {
            await service.StopAsync(default);
        }
    }

    protected override async Task<IAccountStore> CreateStoreAsync()
    {
        _tables = await UserTables.CreateAsync(provider);
        return _tables.Store;
    }

    private async Task UntilWrittenAsync(string subject, int number)
    {
        var isWritten = false;
        while (!isWritten)
        {
            isWritten = (await _tables.UseAsync(async manager => await manager.AddClaimAsync((await manager.FindByIdAsync(subject))!, new("n", $"{number}")))).Succeeded;
        }
    }
}
