using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class AccessVersionEntityConfiguration : IEntityTypeConfiguration<AccessVersionEntity>
{
    public void Configure(EntityTypeBuilder<AccessVersionEntity> builder)
    {
        builder.ToTable("sk_access_version");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(e => e.Version).HasColumnName("version");
    }
}
