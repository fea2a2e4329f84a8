using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>An entity of a host with encrypted properties and a blind index.</summary>
public sealed class Customer
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Encrypted<string> Iban { get; set; }

    public Encrypted<decimal>? Balance { get; set; }

    public Encrypted<string>? Note { get; set; }

    public byte[]? IbanIndex { get; set; }
}
