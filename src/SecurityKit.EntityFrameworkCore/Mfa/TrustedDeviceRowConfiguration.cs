using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class TrustedDeviceRowConfiguration : IEntityTypeConfiguration<TrustedDeviceRow>
{
    public void Configure(EntityTypeBuilder<TrustedDeviceRow> builder)
    {
        builder.ToTable("sk_mfa_trusted_devices");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.TokenHash).HasColumnName("token_hash");
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.LastUsedAt).HasColumnName("last_used_at");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
