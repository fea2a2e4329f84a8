namespace SecurityKit.Crypto;

/// <summary>One stored value and what it is bound to once it is in the kit's envelope.</summary>
/// <param name="Id">Where it is, in the source's own words.</param>
/// <param name="Content">What is stored; of a value with a <see cref="Stream"/>, its beginning, at least the header of the stream format.</param>
/// <param name="Purpose">The purpose it is encrypted for; see <see cref="IEncryptor.ForPurpose"/>.</param>
/// <param name="AssociatedData">The associated data it is encrypted with.</param>
public sealed record MigrationItem(string Id, ReadOnlyMemory<byte> Content, string Purpose, ReadOnlyMemory<byte> AssociatedData)
{
    /// <summary>The value itself, where it is of the stream format and the source does not hold it in memory.</summary>
    /// <value>Default: null; <see cref="Content"/> is all of it.</value>
    public IStreamedValue? Stream { get; init; }

    /// <summary>Shows the id only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"MigrationItem {{ Id = {Id} }}";
}
