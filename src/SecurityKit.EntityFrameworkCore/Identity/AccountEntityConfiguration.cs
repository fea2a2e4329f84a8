using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class AccountEntityConfiguration : IEntityTypeConfiguration<AccountEntity>
{
    public void Configure(EntityTypeBuilder<AccountEntity> builder)
    {
        builder.ToTable("sk_accounts");
        builder.HasKey(e => e.Subject);
        builder.Property(e => e.Subject).HasColumnName("subject");
        builder.Property(e => e.UserName).HasColumnName("user_name");
        builder.Property(e => e.NameKey).HasColumnName("name_key");
        builder.Property(e => e.NameSkeleton).HasColumnName("name_skeleton");
        builder.Property(e => e.Email).HasColumnName("email");
        builder.Property(e => e.EmailKey).HasColumnName("email_key");
        builder.Property(e => e.IsEmailConfirmed).HasColumnName("is_email_confirmed");
        builder.Property(e => e.Status).HasColumnName("status");
        builder.Property(e => e.CreatedAt).HasColumnName("created_at");
        builder.Property(e => e.PasswordHash).HasColumnName("password_hash");
        builder.Property(e => e.PasswordVersion).HasColumnName("password_version");
        builder.Property(e => e.PasswordChangedAt).HasColumnName("password_changed_at");
        builder.Property(e => e.PasswordHistory).HasColumnName("password_history");
        builder.Property(e => e.LastSignInAt).HasColumnName("last_sign_in_at");
    }
}
