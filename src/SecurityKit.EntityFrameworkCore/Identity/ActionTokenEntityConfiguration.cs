using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class ActionTokenEntityConfiguration : IEntityTypeConfiguration<ActionTokenEntity>
{
    public void Configure(EntityTypeBuilder<ActionTokenEntity> builder)
    {
        builder.ToTable("sk_action_tokens");
        builder.HasKey(e => e.Hash);
        builder.Property(e => e.Hash).HasColumnName("hash");
        builder.Property(e => e.Purpose).HasColumnName("purpose");
        builder.Property(e => e.Subject).HasColumnName("subject");
        builder.Property(e => e.EmailKey).HasColumnName("email_key");
        builder.Property(e => e.Email).HasColumnName("email");
        builder.Property(e => e.PasswordVersion).HasColumnName("password_version");
        builder.Property(e => e.ExpiresAt).HasColumnName("expires_at");
    }
}
