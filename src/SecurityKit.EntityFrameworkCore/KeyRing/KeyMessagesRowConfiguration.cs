using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class KeyMessagesRowConfiguration : IEntityTypeConfiguration<KeyMessagesRow>
{
    public void Configure(EntityTypeBuilder<KeyMessagesRow> builder)
    {
        builder.ToTable("sk_key_messages");
        builder.HasKey(row => new { row.Ring, row.KeyId });
        builder.Property(row => row.Ring).HasColumnName("ring");
        builder.Property(row => row.KeyId).HasColumnName("key_id");
        builder.Property(row => row.Reserved).HasColumnName("reserved");
    }
}
