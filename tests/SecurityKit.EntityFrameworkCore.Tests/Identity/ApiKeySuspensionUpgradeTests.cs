using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>Keys that were suspended before causes were kept stay suspended, by the cause that can be told.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class ApiKeySuspensionUpgradeTests(DatabaseProvider provider)
{
    private const string Before = "20261127000050_EmailChange";

    private TestDatabase _database = null!;

    [SetUp]
    public async Task OpenAsync() => _database = await TestDatabase.CreateAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await _database.DisposeAsync();

    [Test]
    public async Task OldSuspensions_AreOfTheDisabledAccount_OrFrozen()
    {
        await _database.Get<IAccountStore>().TryCreateAsync(NewAccount("off", AccountStatus.Disabled), default);
        await _database.Get<IAccountStore>().TryCreateAsync(NewAccount("on", AccountStatus.Active), default);
        var keys = _database.Get<IApiKeyStore>();
        foreach (var subject in (string[])["off", "on", "free"])
        {
            await keys.TryAddAsync(NewKey(subject), 10, DateTimeOffset.UnixEpoch, default);
        }

        await MigrateAsync(Before);
        await _database.ExecuteAsync(
            provider == DatabaseProvider.Sqlite
                ? "UPDATE sk_api_keys SET is_suspended = 1 WHERE subject <> 'free'"
                : "UPDATE sk_api_keys SET is_suspended = true WHERE subject <> 'free'");
        await MigrateAsync(null);

        Assert.That(await CauseAsync("off"), Is.EqualTo(ApiKeySuspensions.AccountDisabled));
        Assert.That(await CauseAsync("on"), Is.EqualTo(ApiKeySuspensions.Frozen));
        Assert.That(await CauseAsync("free"), Is.EqualTo(ApiKeySuspensions.None));
    }

    [Test]
    public async Task ASuspensionByANodeOfTheVersionBefore_Holds_UntilTheKeysAreUnfrozen()
    {
        var keys = _database.Get<IApiKeyStore>();
        await keys.TryAddAsync(NewKey("on"), 10, DateTimeOffset.UnixEpoch, default);
        await _database.ExecuteAsync(
            provider == DatabaseProvider.Sqlite ? "UPDATE sk_api_keys SET is_suspended = 1" : "UPDATE sk_api_keys SET is_suspended = true");

        Assert.That(await CauseAsync("on"), Is.EqualTo(ApiKeySuspensions.Frozen));
        Assert.That(await keys.ResumeAllAsync("on", ApiKeySuspensions.AccountDisabled | ApiKeySuspensions.PasswordReset, default), Is.Zero);
        Assert.That(await keys.ResumeAllAsync("on", ApiKeySuspensions.Frozen, default), Is.EqualTo(1));
        Assert.That(await CauseAsync("on"), Is.EqualTo(ApiKeySuspensions.None));
    }

    private async Task MigrateAsync(string? target)
    {
        await using var context = await _database.Contexts.CreateDbContextAsync();
        await context.GetService<IMigrator>().MigrateAsync(target);
    }

    private async Task<ApiKeySuspensions> CauseAsync(string subject) => (await _database.Get<IApiKeyStore>().ListAsync(subject, default)).Single().Suspensions;

    private static AccountRecord NewAccount(string name, AccountStatus status) => new()
    {
        Subject = name,
        UserName = name,
        NameKey = name,
        NameSkeleton = name,
        Status = status,
        CreatedAt = DateTimeOffset.UnixEpoch,
        PasswordHash = "$first",
        PasswordVersion = 1,
        PasswordChangedAt = DateTimeOffset.UnixEpoch,
    };

    private static ApiKeyRecord NewKey(string subject) => new(
        new ApiKey
        {
            Id = $"key-of-{subject}",
            Subject = subject,
            Name = "ci",
            Scopes = [],
            Networks = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
        },
        new byte[32]);
}
