using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>An entity whose key the database makes, so that it is not known before saving.</summary>
public sealed class Ticket
{
    public int Id { get; init; }

    public required Encrypted<string> Text { get; set; }
}
