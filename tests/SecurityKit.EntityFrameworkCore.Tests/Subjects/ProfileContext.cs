using Microsoft.EntityFrameworkCore;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>A context of a host.</summary>
public sealed class ProfileContext(DbContextOptions<ProfileContext> options) : DbContext(options)
{
    public DbSet<Profile> Profiles => Set<Profile>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Profile>(profile =>
    {
        profile.ToTable("host_profiles");
        profile.Property(p => p.Note!).IsEncryptedForSubject(nameof(Profile.Owner));
        profile.Property(p => p.Age!).IsEncryptedForSubject(nameof(Profile.Owner));
    });
}
