using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class SessionSubjectEntityConfiguration : IEntityTypeConfiguration<SessionSubjectEntity>
{
    public void Configure(EntityTypeBuilder<SessionSubjectEntity> builder)
    {
        builder.ToTable("sk_session_subjects");
        builder.HasKey(row => row.Subject);
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.Property(row => row.FactorsFrom).HasColumnName("factors_from");
        builder.Property(row => row.RememberUntil).HasColumnName("remember_until");
    }
}
