using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class CounterRowConfiguration : IEntityTypeConfiguration<CounterRow>
{
    public void Configure(EntityTypeBuilder<CounterRow> builder)
    {
        builder.ToTable("sk_counters");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Key).HasColumnName("key");
        builder.Property(row => row.Taken).HasColumnName("taken");
        builder.Property(row => row.OverAt).HasColumnName("over_at");
    }
}
