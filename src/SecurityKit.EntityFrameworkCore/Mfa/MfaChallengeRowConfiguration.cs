using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class MfaChallengeRowConfiguration : IEntityTypeConfiguration<MfaChallengeRow>
{
    public void Configure(EntityTypeBuilder<MfaChallengeRow> builder)
    {
        builder.ToTable("sk_mfa_challenges");
        builder.HasKey(row => row.TokenHash);
        builder.Property(row => row.TokenHash).HasColumnName("token_hash");
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Factors).HasColumnName("factors");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
