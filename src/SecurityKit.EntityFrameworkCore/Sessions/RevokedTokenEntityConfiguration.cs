using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class RevokedTokenEntityConfiguration : IEntityTypeConfiguration<RevokedTokenEntity>
{
    public void Configure(EntityTypeBuilder<RevokedTokenEntity> builder)
    {
        builder.ToTable("sk_session_revoked_tokens");
        builder.HasKey(row => new { row.SessionId, row.TokenId });
        builder.Property(row => row.SessionId).HasColumnName("session_id");
        builder.Property(row => row.TokenId).HasColumnName("token_id");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
