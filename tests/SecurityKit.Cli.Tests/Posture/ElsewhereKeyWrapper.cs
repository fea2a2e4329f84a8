using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

/// <summary>Stands for a key service: it is never asked to wrap in these tests.</summary>
internal sealed class ElsewhereKeyWrapper : IKeyWrapper
{
    public string KekId => "elsewhere";

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken) =>
        throw new StoreUnavailableException("key service");

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken) =>
        throw new StoreUnavailableException("key service");
}
