using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class KeyRingRowConfiguration : IEntityTypeConfiguration<KeyRingRow>
{
    public void Configure(EntityTypeBuilder<KeyRingRow> builder)
    {
        builder.ToTable("sk_key_rings");
        builder.HasKey(row => row.Ring);
        builder.Property(row => row.Ring).HasColumnName("ring");
        builder.Property(row => row.Revision).HasColumnName("revision");
        builder.Property(row => row.Content).HasColumnName("content");
    }
}
