using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class LeaseRowConfiguration : IEntityTypeConfiguration<LeaseRow>
{
    public void Configure(EntityTypeBuilder<LeaseRow> builder)
    {
        builder.ToTable("sk_leases");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.Owner).HasColumnName("owner");
        builder.Property(row => row.FencingToken).HasColumnName("fencing_token");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
