using Microsoft.EntityFrameworkCore;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>A context of a host with keys of several columns and of dates.</summary>
public sealed class ClinicContext(DbContextOptions<ClinicContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Visit>(visit =>
        {
            visit.ToTable("clinic_visits");
            visit.HasKey(v => new { v.Clinic, v.At, v.Room, v.BookedAt, v.Number, v.Day });
            visit.Property(v => v.Note).IsEncrypted();
        });
        Stamped<Guid>(modelBuilder);
        Stamped<DateTime>(modelBuilder);
        Stamped<DateTimeOffset>(modelBuilder);
        Stamped<DateOnly>(modelBuilder);
        Stamped<TimeOnly>(modelBuilder);
        Stamped<long>(modelBuilder);
        Stamped<string>(modelBuilder);
    }

    internal static string TableOf<TKey>() => "clinic_by_" + typeof(TKey).Name;

    private static void Stamped<TKey>(ModelBuilder modelBuilder)
        where TKey : notnull => modelBuilder.Entity<Stamped<TKey>>(stamped =>
        {
            stamped.ToTable(TableOf<TKey>());
            stamped.HasKey(s => s.Key);
            stamped.Property(s => s.Key).ValueGeneratedNever();
            stamped.Property(s => s.Note).IsEncrypted();
        });
}
