using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class OneTimeCodeRowConfiguration : IEntityTypeConfiguration<OneTimeCodeRow>
{
    public void Configure(EntityTypeBuilder<OneTimeCodeRow> builder)
    {
        builder.ToTable("sk_mfa_codes");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.Hash).HasColumnName("hash");
        builder.Property(row => row.Guesses).HasColumnName("guesses");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
