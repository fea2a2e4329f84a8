using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class ApiKeyEntityConfiguration : IEntityTypeConfiguration<ApiKeyEntity>
{
    public void Configure(EntityTypeBuilder<ApiKeyEntity> builder)
    {
        builder.ToTable("sk_api_keys");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).HasColumnName("id");
        builder.Property(e => e.Subject).HasColumnName("subject");
        builder.Property(e => e.Name).HasColumnName("name");
        builder.Property(e => e.SecretHash).HasColumnName("secret_hash");
        builder.Property(e => e.Scopes).HasColumnName("scopes");
        builder.Property(e => e.Networks).HasColumnName("networks");
        builder.Property(e => e.CreatedAt).HasColumnName("created_at");
        builder.Property(e => e.ExpiresAt).HasColumnName("expires_at");
        builder.Property(e => e.RevokedAt).HasColumnName("revoked_at");
        builder.Property(e => e.IsSuspended).HasColumnName("is_suspended");
        builder.Property(e => e.Suspensions).HasColumnName("suspensions");
        builder.Property(e => e.ReplacedBy).HasColumnName("replaced_by");
        builder.Property(e => e.LastUsedAt).HasColumnName("last_used_at");
    }
}
