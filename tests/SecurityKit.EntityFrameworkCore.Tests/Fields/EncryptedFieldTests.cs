using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EncryptedFieldTests(DatabaseProvider provider) : FieldFixture<ShopContext>(provider, static options => new ShopContext(options))
{
    [Test]
    public async Task Values_come_back_with_their_types_and_are_not_in_the_table()
    {
        var id = await AddAsync("DE02120300000000202051", 1234.50m);
        await using var context = Open();
        var read = await context.Customers.SingleAsync(c => c.Id == id);
        var stored = await context.Database.SqlQueryRaw<byte[]>("SELECT \"Iban\" AS \"Value\" FROM shop_customers").SingleAsync();

        Assert.That((read.Iban.Value, read.Balance!.Value, read.Note), Is.EqualTo(("DE02120300000000202051", 1234.50m, (Encrypted<string>?)null)));
        Assert.That(System.Text.Encoding.Latin1.GetString(stored), Does.Not.Contain("DE02"));
        Assert.That(Fields.Decrypt<string>(stored, new FieldPlace("shop_customers", "Iban", id.ToString())), Is.EqualTo("DE02120300000000202051"));
    }

    [Test]
    public async Task Swapping_two_rows_ciphertext_is_refused()
    {
        var first = await AddAsync("DE01", 1);
        var second = await AddAsync("DE02", 2);
        await using var context = Open();
        await context.Database.ExecuteSqlAsync($"""UPDATE shop_customers SET "Iban" = (SELECT o."Iban" FROM shop_customers o WHERE o."Id" = {second}) WHERE "Id" = {first}""");
        var changed = await context.Customers.SingleAsync(c => c.Id == first);
        var untouched = await context.Customers.SingleAsync(c => c.Id == second);

        Assert.That(() => changed.Iban.Value, Throws.TypeOf<DecryptionFailedException>());
        Assert.That(changed.Balance!.Value, Is.EqualTo(1));
        Assert.That(untouched.Iban.Value, Is.EqualTo("DE02"));
    }

    [Test]
    public async Task Swapping_two_columns_of_one_row_is_refused()
    {
        var id = await AddAsync("DE01", 1, "a note");
        await using var context = Open();
        await context.Database.ExecuteSqlAsync($"""UPDATE shop_customers SET "Iban" = "Note", "Note" = "Iban" WHERE "Id" = {id}""");
        var read = await context.Customers.SingleAsync();

        Assert.That(() => read.Iban.Value, Throws.TypeOf<DecryptionFailedException>());
        Assert.That(() => read.Note!.Value, Throws.TypeOf<DecryptionFailedException>());
    }

    [Test]
    public async Task Only_what_was_changed_is_encrypted_anew_and_a_copied_field_is_sealed_for_its_new_row()
    {
        var id = await AddAsync("DE01", 1, "old");
        await using var context = Open();
        var customer = await context.Customers.SingleAsync();
        var iban = customer.Iban.Envelope!.Value.ToArray();
        customer.Note = "new";
        var copy = new Customer { Iban = customer.Iban };
        await context.SaveChangesAsync();
        await using (var other = Open())
        {
            Assert.That((await other.Customers.SingleAsync(c => c.Id == id)).Iban.Envelope!.Value.ToArray(), Is.EqualTo(iban));
            Assert.That((await other.Customers.SingleAsync(c => c.Id == id)).Note!.Value, Is.EqualTo("new"));
            other.Add(new Customer { Iban = (await other.Customers.AsNoTracking().SingleAsync(c => c.Id == id)).Iban });
            await other.SaveChangesAsync();
        }

        await using var last = Open();
        Assert.That((await last.Customers.ToListAsync()).Select(c => c.Iban.Value), Is.EqualTo(new[] { "DE01", "DE01" }));
        Assert.That(copy.Iban.Value, Is.EqualTo("DE01"));
    }

    [Test]
    public async Task One_object_in_two_rows_and_two_columns_of_one_save_is_not_stored_with_the_envelope_of_another_place()
    {
        var shared = new Encrypted<string>("shared");
        var first = new Customer { Iban = shared, Note = shared };
        var second = new Customer { Iban = shared };
        await using (var context = Open())
        {
            context.AddRange(first, second);
            await context.SaveChangesAsync();
            Assert.That((first.Iban.Value, first.Note!.Value, second.Iban.Value), Is.EqualTo(("shared", "shared", "shared")));
        }

        await using var last = Open();
        var stored = await last.Customers.ToDictionaryAsync(c => c.Id);
        Assert.That((stored[first.Id].Iban.Value, stored[first.Id].Note!.Value, stored[second.Id].Iban.Value), Is.EqualTo(("shared", "shared", "shared")));
    }

    [Test]
    public async Task An_object_of_a_row_that_is_not_written_stays_that_rows_when_another_row_takes_it()
    {
        var id = await AddAsync("DE01", 1, "note");
        await using (var context = Open())
        {
            var unchanged = await context.Customers.SingleAsync();
            var envelope = unchanged.Iban.Envelope!.Value.ToArray();
            context.Add(new Customer { Iban = unchanged.Iban });
            await context.SaveChangesAsync();
            Assert.That(unchanged.Iban.Envelope!.Value.ToArray(), Is.EqualTo(envelope));
            context.Update(unchanged);
            await context.SaveChangesAsync();
        }

        await using var last = Open();
        var stored = await last.Customers.ToListAsync();
        Assert.That(stored.Select(c => c.Iban.Value), Is.EqualTo(new[] { "DE01", "DE01" }));
        Assert.That(stored.Single(c => c.Id == id).Note!.Value, Is.EqualTo("note"));
    }

    [Test]
    public async Task A_blind_index_finds_the_row_by_equality()
    {
        await AddAsync("DE01", 1);
        var wanted = await AddAsync("DE02", 2);
        await using var context = Open();
        var index = Fields.BlindIndex("shop_customers", "Iban", "DE02");

        Assert.That((await context.Customers.SingleAsync(c => c.IbanIndex == index)).Id, Is.EqualTo(wanted));
    }

    [Test]
    public async Task A_key_that_theDatabase_makes_is_refused_with_the_remedy_and_nothing_is_written()
    {
        await using var context = Open();
        context.Add(new Ticket { Text = "secret" });

        Assert.That(async () => await context.SaveChangesAsync(), Throws.InvalidOperationException.With.Message.Contains("Guid.CreateVersion7()"));
        Assert.That(await context.Tickets.CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Without_the_interceptor_nothing_is_written_in_the_clear()
    {
        await using var context = Open(withFields: false);
        context.Add(new Customer { Iban = "DE01" });

        Assert.That(
            async () => await context.SaveChangesAsync(),
            Throws.Exception.With.Message.Contains("UseEncryptedFields").Or.InnerException.Message.Contains("UseEncryptedFields"));
        Assert.That(await context.Customers.CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Fields_move_to_the_newest_key_and_are_read_in_their_own_rows()
    {
        var ids = new[] { await AddAsync("DE01", 1), await AddAsync("DE02", 2), await AddAsync("DE03", 3) };
        await RotateAsync();
        var folder = Directory.CreateTempSubdirectory("sk-rewrap-");
        try
        {
            var source = new TableMigrationSource(Connect, TableMigrationOptions.ForFields("shop_customers", "Iban", new TableKeyColumn("Id", TableKeyType.Uuid)));
            var report = await Crypto.Services.GetRequiredService<DataRewrapper>().RewrapAsync(new RewrapPlan { Source = source, WorkFolder = folder.FullName });

            Assert.That((report.Succeeded, report.Rewrapped, report.BelowVersion, report.Unreadable), Is.EqualTo((true, 3L, 0L, (long?)0L)), report.ToJson());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        await using var context = Open();
        foreach (var (id, iban) in ids.Zip(new[] { "DE01", "DE02", "DE03" }))
        {
            Assert.That((await context.Customers.SingleAsync(c => c.Id == id)).Iban.Value, Is.EqualTo(iban));
        }
    }

    private async Task<Guid> AddAsync(string iban, decimal balance, string? note = null)
    {
        await using var context = Open();
        var customer = new Customer
        {
            Iban = iban, Balance = balance, Note = note is null ? null : new Encrypted<string>(note), IbanIndex = Fields.BlindIndex("shop_customers", "Iban", iban),
        };
        context.Add(customer);
        await context.SaveChangesAsync();
        return customer.Id;
    }
}
