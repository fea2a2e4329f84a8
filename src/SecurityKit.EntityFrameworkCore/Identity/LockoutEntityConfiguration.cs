using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class LockoutEntityConfiguration : IEntityTypeConfiguration<LockoutEntity>
{
    public void Configure(EntityTypeBuilder<LockoutEntity> builder)
    {
        builder.ToTable("sk_lockouts");
        builder.HasKey(e => e.Key);
        builder.Property(e => e.Key).HasColumnName("key");
        builder.Property(e => e.Version).HasColumnName("version");
        builder.Property(e => e.Failures).HasColumnName("failures");
        builder.Property(e => e.WindowStart).HasColumnName("window_start");
        builder.Property(e => e.DayFailures).HasColumnName("day_failures");
        builder.Property(e => e.DayStart).HasColumnName("day_start");
        builder.Property(e => e.Locks).HasColumnName("locks");
        builder.Property(e => e.LockedUntil).HasColumnName("locked_until");
        builder.Property(e => e.LastFailureAt).HasColumnName("last_failure_at");
    }
}
