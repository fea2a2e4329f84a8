using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class AuthenticatorRowConfiguration : IEntityTypeConfiguration<AuthenticatorRow>
{
    public void Configure(EntityTypeBuilder<AuthenticatorRow> builder)
    {
        builder.ToTable("sk_mfa_authenticators");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Method).HasColumnName("method");
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.Protected).HasColumnName("protected");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.ConfirmedAt).HasColumnName("confirmed_at");
        builder.Property(row => row.LastUsedAt).HasColumnName("last_used_at");
        builder.Property(row => row.LastStep).HasColumnName("last_step");
    }
}
