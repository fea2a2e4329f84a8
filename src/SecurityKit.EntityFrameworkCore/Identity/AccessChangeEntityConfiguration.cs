using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class AccessChangeEntityConfiguration : IEntityTypeConfiguration<AccessChangeEntity>
{
    public void Configure(EntityTypeBuilder<AccessChangeEntity> builder)
    {
        builder.ToTable("sk_access_changes");
        builder.HasKey(e => e.Version);
        builder.Property(e => e.Version).HasColumnName("version").ValueGeneratedNever();
        builder.Property(e => e.Kind).HasColumnName("kind");
        builder.Property(e => e.Key).HasColumnName("key");
        builder.Property(e => e.At).HasColumnName("at");
    }
}
