namespace SecurityKit.Crypto.Tests.Rewrap;

/// <summary>Takes so many bytes, then fails.</summary>
internal sealed class FullDisk(Stream inner, long capacity, IOException failure) : PassingStream(inner)
{
    private long _written;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written += buffer.Length;
        return _written > capacity ? throw failure : base.WriteAsync(buffer, cancellationToken);
    }
}
