using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class RoleAssignmentEntityConfiguration : IEntityTypeConfiguration<RoleAssignmentEntity>
{
    public void Configure(EntityTypeBuilder<RoleAssignmentEntity> builder)
    {
        builder.ToTable("sk_role_assignments");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).HasColumnName("id");
        builder.Property(e => e.Subject).HasColumnName("subject");
        builder.Property(e => e.Role).HasColumnName("role");
        builder.Property(e => e.Scope).HasColumnName("scope");
        builder.Property(e => e.ExpiresAt).HasColumnName("expires_at");
        builder.Property(e => e.Conditions).HasColumnName("conditions");
        builder.Property(e => e.CreatedAt).HasColumnName("created_at");
    }
}
