using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class SessionEntityConfiguration : IEntityTypeConfiguration<SessionEntity>
{
    public void Configure(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.ToTable("sk_sessions");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.Subject).HasColumnName("subject");
        builder.Property(row => row.TokenHash).HasColumnName("token_hash");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.LastSeenAt).HasColumnName("last_seen_at");
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
        builder.Property(row => row.IdleTimeout).HasColumnName("idle_ticks").HasConversion(span => span.Ticks, ticks => TimeSpan.FromTicks(ticks));
        builder.Property(row => row.RenewableUntil).HasColumnName("renewable_until");
        builder.Property(row => row.EndsAt).HasColumnName("ends_at");
        builder.Property(row => row.Factors).HasColumnName("factors");
        builder.Property(row => row.Level).HasColumnName("level").HasConversion<int>();
        builder.Property(row => row.DeviceName).HasColumnName("device_name");
        builder.Property(row => row.DeviceFingerprint).HasColumnName("device_fingerprint");
        builder.Property(row => row.Network).HasColumnName("network");
        builder.Property(row => row.KeyThumbprint).HasColumnName("key_thumbprint");
        builder.Property(row => row.RequiresStepUp).HasColumnName("requires_step_up");
        builder.Property(row => row.RefreshFamilyHash).HasColumnName("refresh_family_hash");
        builder.Property(row => row.RefreshCurrentHash).HasColumnName("refresh_current_hash");
        builder.Property(row => row.RefreshPreviousHash).HasColumnName("refresh_previous_hash");
        builder.Property(row => row.RefreshSealedSuccessor).HasColumnName("refresh_sealed_successor");
        builder.Property(row => row.RefreshRotatedAt).HasColumnName("refresh_rotated_at");
        builder.Property(row => row.Version).HasColumnName("version").IsConcurrencyToken();
    }
}
