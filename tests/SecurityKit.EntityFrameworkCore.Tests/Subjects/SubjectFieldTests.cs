using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class SubjectFieldTests(DatabaseProvider provider)
{
    private TestDatabase _database = null!;
    private TestCrypto _crypto = null!;
    private SubjectFieldCipher _fields = null!;

    [SetUp]
    public async Task Create()
    {
        _database = await TestDatabase.CreateAsync(provider);
        _crypto = await TestSubjects.CreateAsync();
        _fields = _crypto.Services.GetRequiredService<SubjectFieldCipher>();
        await using var context = Open();
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }

    [TearDown]
    public async Task Dispose()
    {
        await _crypto.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Values_come_back_with_their_types_under_the_keys_of_the_rows_owners_and_go_with_them()
    {
        var (ada, bob) = (await AddAsync("ada", "her note", 36), await AddAsync("bob", "his note", 41));
        var read = await ReadAsync(ada);
        Assert.That((await read.Note!.ReadAsync(), await read.Age!.ReadAsync()), Is.EqualTo(("her note", 36)));
        Assert.That(read.Note!.ToString(), Does.Not.Contain("note"));

        await _crypto.Services.Subjects().EraseAsync("ada", "test");

        Assert.That(async () => await read.Note!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>(), "also for who holds the entity already");
        Assert.That(async () => await (await ReadAsync(ada)).Age!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>());
        Assert.That(await (await ReadAsync(bob)).Note!.ReadAsync(), Is.EqualTo("his note"));
        Assert.That(async () => await AddAsync("ada", "again", 1), Throws.TypeOf<SubjectErasedException>());
    }

    [Test]
    public async Task A_value_moved_to_another_row_or_column_or_a_row_given_another_owner_behind_the_programs_back_is_refused()
    {
        var (first, second) = (await AddAsync("ada", "first", 1), await AddAsync("ada", "second", 2));
        await using (var context = Open())
        {
            await context.Database.ExecuteSqlAsync($"""UPDATE host_profiles SET "Note" = (SELECT o."Note" FROM host_profiles o WHERE o."Id" = {second}) WHERE "Id" = {first}""");
            await context.Database.ExecuteSqlAsync($"""UPDATE host_profiles SET "Owner" = 'bob' WHERE "Id" = {second}""");
        }

        Assert.That(async () => await (await ReadAsync(first)).Note!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>());
        Assert.That(async () => await (await ReadAsync(second)).Note!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>());
    }

    [Test]
    public async Task A_row_that_the_program_gives_to_another_owner_takes_its_values_along()
    {
        var id = await AddAsync("ada", "note", 7);
        await using (var context = Open())
        {
            (await context.Profiles.SingleAsync(p => p.Id == id)).Owner = "bob";
            await context.SaveChangesAsync();
        }

        await _crypto.Services.Subjects().EraseAsync("ada", "test");

        var read = await ReadAsync(id);
        Assert.That((await read.Note!.ReadAsync(), await read.Age!.ReadAsync()), Is.EqualTo(("note", 7)));
    }

    [Test]
    public async Task One_object_in_the_rows_of_two_subjects_is_not_lost_with_the_wrong_one()
    {
        var shared = new SubjectEncrypted<string>("shared");
        var (ada, bob) = (new Profile { Owner = "ada", Note = shared }, new Profile { Owner = "bob", Note = shared });
        await using (var context = Open())
        {
            context.AddRange(ada, bob);
            await context.SaveChangesAsync();
        }

        Assert.That(await (await ReadAsync(ada.Id)).Note!.ReadAsync(), Is.EqualTo("shared"));
        await _crypto.Services.Subjects().EraseAsync("ada", "test");

        Assert.That(async () => await (await ReadAsync(ada.Id)).Note!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>());
        Assert.That(await (await ReadAsync(bob.Id)).Note!.ReadAsync(), Is.EqualTo("shared"));
    }

    [Test]
    public async Task An_object_of_a_row_that_is_not_written_stays_its_subjects_when_another_subjects_row_takes_it()
    {
        var id = await AddAsync("ada", "note", 7);
        await using var context = Open();
        var unchanged = await context.Profiles.SingleAsync(p => p.Id == id);
        var taken = new Profile { Owner = "bob", Note = unchanged.Note };
        context.Add(taken);
        await context.SaveChangesAsync();
        await _crypto.Services.Subjects().EraseAsync("bob", "test");

        Assert.That(await unchanged.Note!.ReadAsync(), Is.EqualTo("note"));
        Assert.That(async () => await (await ReadAsync(taken.Id)).Note!.ReadAsync(), Throws.TypeOf<DecryptionFailedException>());
    }

    [Test]
    public async Task A_change_of_another_column_leaves_the_envelopes_as_they_are_also_when_the_subject_is_erased()
    {
        var id = await AddAsync("ada", "note", 7);
        var before = (await ReadAsync(id)).Note!.Envelope!.Value.ToArray();
        await _crypto.Services.Subjects().EraseAsync("ada", "test");
        await using (var context = Open())
        {
            (await context.Profiles.SingleAsync(p => p.Id == id)).City = "Oslo";
            await context.SaveChangesAsync();
        }

        Assert.That((await ReadAsync(id)).Note!.Envelope!.Value.ToArray(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nothing_is_written_in_the_clear_without_the_interceptor_or_synchronously_or_for_nobody()
    {
        await using (var context = Open())
        {
            context.Add(new Profile { Owner = "ada", Note = "note" });
            Assert.That(() => context.SaveChanges(), Throws.InvalidOperationException.With.Message.Contains("SaveChangesAsync"));
        }

        await using (var context = Open())
        {
            context.Add(new Profile { Owner = string.Empty, Note = "note" });
            Assert.That(async () => await context.SaveChangesAsync(), Throws.InvalidOperationException.With.Message.Contains("names no subject"));
        }

        await using var without = Open(withFields: false);
        without.Add(new Profile { Owner = "ada", Note = "note" });
        Assert.That(
            async () => await without.SaveChangesAsync(),
            Throws.Exception.With.Message.Contains("UseSubjectEncryptedFields").Or.InnerException.Message.Contains("UseSubjectEncryptedFields"));
        Assert.That(await without.Profiles.CountAsync(), Is.Zero);
    }

    private async Task<Guid> AddAsync(string owner, string note, int age)
    {
        await using var context = Open();
        var profile = new Profile { Owner = owner, Note = note, Age = age };
        context.Add(profile);
        await context.SaveChangesAsync();
        return profile.Id;
    }

    private async Task<Profile> ReadAsync(Guid id)
    {
        await using var context = Open();
        return await context.Profiles.SingleAsync(p => p.Id == id);
    }

    private ProfileContext Open(bool withFields = true)
    {
        var options = new DbContextOptionsBuilder<ProfileContext>()
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning));
        _ = provider == DatabaseProvider.Sqlite ? options.UseSqlite(_database.ConnectionString) : options.UseNpgsql(_database.ConnectionString);
        if (withFields)
        {
            options.UseSubjectEncryptedFields(_fields);
        }

        return new ProfileContext(options.Options);
    }
}
