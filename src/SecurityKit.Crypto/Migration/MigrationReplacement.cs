namespace SecurityKit.Crypto;

/// <summary>A value to be replaced if nobody changed it.</summary>
/// <param name="Id">Where it is.</param>
/// <param name="Expected">What must still be stored.</param>
/// <param name="Content">What is stored instead.</param>
public sealed record MigrationReplacement(string Id, ReadOnlyMemory<byte> Expected, ReadOnlyMemory<byte> Content)
{
    /// <summary>Shows the id only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"MigrationReplacement {{ Id = {Id} }}";
}
