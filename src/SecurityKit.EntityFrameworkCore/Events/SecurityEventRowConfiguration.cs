using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class SecurityEventRowConfiguration : IEntityTypeConfiguration<SecurityEventRow>
{
    internal const string Table = "sk_events";

    public void Configure(EntityTypeBuilder<SecurityEventRow> builder)
    {
        builder.ToTable(Table);
        builder.HasKey(row => row.Sequence);
        builder.Property(row => row.Sequence).HasColumnName("sequence").ValueGeneratedOnAdd();
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.Time).HasColumnName("time");
        builder.Property(row => row.Type).HasColumnName("type");
        builder.Property(row => row.Outcome).HasColumnName("outcome").HasConversion<int>();
        builder.Property(row => row.Severity).HasColumnName("severity").HasConversion<int>();
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Actor).HasColumnName("actor");
        builder.Property(row => row.Source).HasColumnName("source");
        builder.Property(row => row.Reason).HasColumnName("reason");
        builder.Property(row => row.CorrelationId).HasColumnName("correlation_id");
        builder.Property(row => row.Data).HasColumnName("data");
    }
}
