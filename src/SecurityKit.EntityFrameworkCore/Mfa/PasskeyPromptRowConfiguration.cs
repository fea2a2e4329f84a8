using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class PasskeyPromptRowConfiguration : IEntityTypeConfiguration<PasskeyPromptRow>
{
    public void Configure(EntityTypeBuilder<PasskeyPromptRow> builder)
    {
        builder.ToTable("sk_mfa_passkey_prompts");
        builder.HasKey(row => row.ChallengeHash);
        builder.Property(row => row.ChallengeHash).HasColumnName("challenge_hash");
        builder.Property(row => row.Scope).HasColumnName("scope");
        builder.Property(row => row.State).HasColumnName("state");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
    }
}
