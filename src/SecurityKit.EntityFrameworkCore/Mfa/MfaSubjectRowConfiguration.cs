using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class MfaSubjectRowConfiguration : IEntityTypeConfiguration<MfaSubjectRow>
{
    public void Configure(EntityTypeBuilder<MfaSubjectRow> builder)
    {
        builder.ToTable("sk_mfa_subjects");
        builder.HasKey(row => row.Subject);
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.RequiredSince).HasColumnName("required_since");
    }
}
