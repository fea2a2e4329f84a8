using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class SubjectKeysRowConfiguration : IEntityTypeConfiguration<SubjectKeysRow>
{
    public void Configure(EntityTypeBuilder<SubjectKeysRow> builder)
    {
        builder.ToTable("sk_subject_keys");
        builder.HasKey(row => row.Handle);
        builder.Property(row => row.Handle).HasColumnName("handle");
        builder.Property(row => row.Revision).HasColumnName("revision");
        builder.Property(row => row.Content).HasColumnName("content");
    }
}
