using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class RecoveryCodeRowConfiguration : IEntityTypeConfiguration<RecoveryCodeRow>
{
    public void Configure(EntityTypeBuilder<RecoveryCodeRow> builder)
    {
        builder.ToTable("sk_mfa_recovery_codes");
        builder.HasKey(row => new { row.Subject, row.Hash });
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Hash).HasColumnName("hash");
    }
}
