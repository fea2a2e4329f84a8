using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>Encrypted columns of tables whose key has several columns, or is a date: read, bound and moved to the newest key.</summary>
[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class KeyedFieldTests(DatabaseProvider provider) : FieldFixture<ClinicContext>(provider, static options => new ClinicContext(options))
{
    private const int Count = 23;

    // Below a microsecond, and before the year from which PostgreSQL counts: what a database does to a date must not part a value from its row.
    private static readonly DateTime Begin = new DateTime(1999, 12, 31, 23, 50, 0, DateTimeKind.Utc).AddTicks(1_234_567);
    private static readonly Guid[] Clinics = [Guid.Parse("c0ffee00-0000-4000-8000-0000000000aa"), Guid.Parse("0ddba115-0000-4000-8000-0000000000bb")];
    private static readonly TableKeyColumn[] VisitKey =
    [
        new("Clinic", TableKeyType.Uuid), new("At", TableKeyType.DateTime), new("Room"), new("BookedAt", TableKeyType.DateTimeOffset), new("Number", TableKeyType.Number),
        new("Day", TableKeyType.DateOnly),
    ];

    private string _workFolder = null!;

    [SetUp]
    public void CreateWorkFolder() => _workFolder = Directory.CreateTempSubdirectory("sk-rewrap-").FullName;

    [TearDown]
    public void DeleteWorkFolder() => Directory.Delete(_workFolder, recursive: true);

    [Test]
    public async Task Rows_with_a_key_of_six_columns_move_to_the_newest_key_and_are_read_in_their_own_rows([Values(1, 4, 100)] int batchSize)
    {
        await AddVisitsAsync();
        await RotateAsync();
        var report = await RewrapAsync(VisitSource(), batchSize);

        Assert.That((report.Succeeded, report.Examined, report.Rewrapped, report.BelowVersion), Is.EqualTo((true, (long)Count, (long)Count, 0L)), report.ToJson());
        await using var context = Open();
        Assert.That((await context.Set<Visit>().ToListAsync()).ToDictionary(v => v.Number, v => v.Note.Value), Is.EqualTo(Enumerable.Range(0, Count).ToDictionary(i => i, NoteOf)));
    }

    [Test]
    public async Task What_the_host_writes_meanwhile_into_a_row_with_a_key_of_six_columns_is_not_lost()
    {
        await AddVisitsAsync();
        await RotateAsync();
        var source = new InterruptedSource(VisitSource(), batch: 1, WriteAllAsync);
        var report = await RewrapAsync(source, batchSize: 4);

        Assert.That((report.Succeeded, source.WasInterrupted, report.Rewrapped), Is.EqualTo((true, true, 4L)), report.ToJson());
        await using var context = Open();
        Assert.That((await context.Set<Visit>().ToListAsync()).Select(v => v.Note.Value), Is.All.EqualTo("of the host"));

        async Task WriteAllAsync()
        {
            await using var host = Open();
            foreach (var visit in await host.Set<Visit>().ToListAsync())
            {
                visit.Note = "of the host";
            }

            await host.SaveChangesAsync();
        }
    }

    [Test]
    public async Task A_run_with_a_key_of_six_columns_that_was_cut_short_goes_on_where_it_was()
    {
        await AddVisitsAsync();
        await RotateAsync();
        var failing = new InterruptedSource(VisitSource(), batch: 2, () => throw new StoreUnavailableException("test"));
        Assert.That(async () => await RewrapAsync(failing, batchSize: 4), Throws.TypeOf<StoreUnavailableException>());
        var report = await RewrapAsync(VisitSource(), batchSize: 4);

        Assert.That((report.Succeeded, report.Rewrapped), Is.EqualTo((true, (long)Count)), report.ToJson());
    }

    [Test]
    public async Task A_ciphertext_in_the_row_of_another_part_of_the_key_is_left_and_reported()
    {
        await AddVisitsAsync();
        await Database.ExecuteAsync("""UPDATE clinic_visits SET "Note" = (SELECT o."Note" FROM clinic_visits o WHERE o."Number" = 1) WHERE "Number" = 2""");
        await RotateAsync();
        var report = await RewrapAsync(VisitSource(), batchSize: 4);

        Assert.That((report.Succeeded, report.Unreadable, report.Rewrapped), Is.EqualTo((false, (long?)1L, Count - 1L)), report.ToJson());
    }

    [Test]
    public async Task Keys_of_one_column_of_every_kind_move_to_the_newest_key_and_are_read_in_their_own_rows()
    {
        await RoundAsync(TableKeyType.Uuid, i => new Guid(i, 7, 7, 0xAB, 0xCD, 0xEF, 1, 2, 3, 4, 5));
        await RoundAsync(TableKeyType.DateTime, i => Begin.AddMinutes(i));
        await RoundAsync(TableKeyType.DateTimeOffset, i => new DateTimeOffset(Begin.AddMinutes(i), TimeSpan.Zero));
        await RoundAsync(TableKeyType.DateOnly, i => DateOnly.FromDateTime(Begin).AddDays(i));
        await RoundAsync(TableKeyType.Number, i => (long)(i - 3) * 1_000_000_000_000);
        await RoundAsync(TableKeyType.Text, i => $"{i}:ä'\"{new string('x', i)}");
    }

    [Test]
    public async Task Values_are_bound_byte_for_byte_to_the_parts_of_the_key_behind_their_lengths()
    {
        var day = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        await using (var context = Open())
        {
            context.Add(new Visit { Clinic = Clinics[0], Room = "A:1", Number = -7, At = day, BookedAt = new DateTimeOffset(day, TimeSpan.Zero), Day = DateOnly.FromDateTime(day), Note = "bound" });
            context.Add(new Stamped<DateTimeOffset> { Key = new DateTimeOffset(day, TimeSpan.Zero), Note = "alone" });
            await context.SaveChangesAsync();
        }

        // SQLite does not keep that a date is UTC, so nobody who reads it could bind it to that.
        var at = Provider == DatabaseProvider.Sqlite ? "27:2026-03-04T05:06:07.0000000" : "28:2026-03-04T05:06:07.0000000Z";
        var key = $"36:c0ffee00-0000-4000-8000-0000000000aa{at}3:A:133:2026-03-04T05:06:07.0000000+00:002:-710:03/04/2026";
        var visit = await VisitSource().ReadAsync(null, 10, CancellationToken.None);
        var alone = await SourceOf<DateTimeOffset>(TableKeyType.DateTimeOffset).ReadAsync(null, 10, CancellationToken.None);

        Assert.That(Fields.Decrypt<string>(visit.Single().Content.ToArray(), new FieldPlace("clinic_visits", "Note", key)), Is.EqualTo("bound"));
        Assert.That(visit.Single().AssociatedData.ToArray(), Is.EqualTo(new FieldPlace("clinic_visits", "Note", key).ToAssociatedData()));
        Assert.That(
            Fields.Decrypt<string>(alone.Single().Content.ToArray(), new FieldPlace("clinic_by_DateTimeOffset", "Note", "2026-03-04T05:06:07.0000000+00:00")), Is.EqualTo("alone"));
    }

    [TestCase("")]
    [TestCase("36:c0ffee00")]
    [TestCase("not an id")]
    [TestCase("-1:")]
    public void An_id_that_does_not_name_a_row_is_refused_by_the_key_it_lacks(string id) => Assert.That(
        async () => await VisitSource().FindAsync(id, CancellationToken.None), Throws.ArgumentException.With.Message.Contains("Clinic Uuid"));

    [Test]
    public void A_key_without_a_column_or_with_one_twice_is_refused()
    {
        Assert.That(() => new TableMigrationSource(Connect, TableMigrationOptions.ForFields("clinic_visits", "Note")), Throws.ArgumentException);
        Assert.That(
            () => new TableMigrationSource(Connect, TableMigrationOptions.ForFields("clinic_visits", "Note", new TableKeyColumn("Room"), new TableKeyColumn("Room"))), Throws.ArgumentException);
    }

    [Test]
    public async Task Rows_whose_keys_differ_in_a_fraction_of_a_second_only_cannot_swap_their_values()
    {
        await using (var context = Open())
        {
            context.Add(new Stamped<TimeOnly> { Key = new TimeOnly(9, 30, 1), Note = "first" });
            context.Add(new Stamped<TimeOnly> { Key = new TimeOnly(9, 30, 1, 1), Note = "second" });
            await context.SaveChangesAsync();
        }

        var table = ClinicContext.TableOf<TimeOnly>();
        await using (var other = Open())
        {
            Assert.That((await other.Set<Stamped<TimeOnly>>().OrderBy(s => s.Key).ToListAsync()).Select(s => s.Note.Value), Is.EqualTo(["first", "second"]));
        }

        await Database.ExecuteAsync($"""UPDATE "{table}" SET "Note" = (SELECT o."Note" FROM "{table}" o ORDER BY o."Key" LIMIT 1)""");
        await using var swapped = Open();
        var second = await swapped.Set<Stamped<TimeOnly>>().OrderByDescending(s => s.Key).FirstAsync();
        Assert.That(() => second.Note.Value, Throws.TypeOf<DecryptionFailedException>());
    }

    private static string NoteOf(int number) => $"note {number}";

    private async Task RoundAsync<TKey>(TableKeyType type, Func<int, TKey> keyOf)
        where TKey : notnull
    {
        await using (var context = Open())
        {
            for (var i = 0; i < Count; i++)
            {
                context.Add(new Stamped<TKey> { Key = keyOf(i), Note = NoteOf(i) });
            }

            await context.SaveChangesAsync();
        }

        await RotateAsync();
        var report = await RewrapAsync(SourceOf<TKey>(type), batchSize: 4);

        Assert.That((report.Succeeded, report.Rewrapped, report.BelowVersion), Is.EqualTo((true, (long)Count, 0L)), report.ToJson());
        await using var other = Open();
        Assert.That((await other.Set<Stamped<TKey>>().ToListAsync()).Select(s => s.Note.Value), Is.EquivalentTo(Enumerable.Range(0, Count).Select(NoteOf)), type.ToString());
    }

    private async Task AddVisitsAsync()
    {
        await using var context = Open();
        for (var i = 0; i < Count; i++)
        {
            // Many rows are alike in all but one part, so that a page ends between them.
            context.Add(new Visit
            {
                Clinic = Clinics[i % 2],
                At = Begin.AddHours(i % 3),
                Room = (i % 5).ToString(CultureInfo.InvariantCulture),
                BookedAt = new DateTimeOffset(Begin.AddDays(i % 2), TimeSpan.Zero),
                Number = i,
                Day = DateOnly.FromDateTime(Begin).AddDays(i / 10),
                Note = NoteOf(i),
            });
        }

        await context.SaveChangesAsync();
    }

    private async Task<RewrapReport> RewrapAsync(IMigrationSource source, int batchSize) => await Crypto.Services.GetRequiredService<DataRewrapper>().RewrapAsync(
        new RewrapPlan { Source = source, WorkFolder = Path.Combine(_workFolder, source.Name.Replace(' ', '-')), BatchSize = batchSize });

    private TableMigrationSource VisitSource() => new(Connect, TableMigrationOptions.ForFields("clinic_visits", "Note", VisitKey));

    private TableMigrationSource SourceOf<TKey>(TableKeyType type) =>
        new(Connect, TableMigrationOptions.ForFields(ClinicContext.TableOf<TKey>(), "Note", new TableKeyColumn("Key", type)));
}
