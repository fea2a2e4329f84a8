using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class SessionTallyEntityConfiguration : IEntityTypeConfiguration<SessionTallyEntity>
{
    public void Configure(EntityTypeBuilder<SessionTallyEntity> builder)
    {
        builder.ToTable("sk_session_tallies");
        builder.HasKey(row => new { row.Hour, row.Name });
        builder.Property(row => row.Hour).HasColumnName("hour");
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.Count).HasColumnName("count");
    }
}
