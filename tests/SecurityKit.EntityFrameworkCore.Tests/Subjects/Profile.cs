using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>An entity of a host whose rows belong to subjects.</summary>
public sealed class Profile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Owner { get; set; }

    public SubjectEncrypted<string>? Note { get; set; }

    public SubjectEncrypted<int>? Age { get; set; }

    public string? City { get; set; }
}
