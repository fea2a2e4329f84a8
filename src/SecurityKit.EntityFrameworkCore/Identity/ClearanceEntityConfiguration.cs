using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class ClearanceEntityConfiguration : IEntityTypeConfiguration<ClearanceEntity>
{
    public void Configure(EntityTypeBuilder<ClearanceEntity> builder)
    {
        builder.ToTable("sk_clearances");
        builder.HasKey(e => e.Subject);
        builder.Property(e => e.Subject).HasColumnName("subject");
        builder.Property(e => e.Level).HasColumnName("level");
    }
}
