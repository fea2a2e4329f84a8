namespace SecurityKit.Crypto.Tests.Rewrap;

/// <summary>Gives another byte back than it was given.</summary>
internal sealed class LossyDisk(Stream inner) : PassingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            buffer.Span[count - 1] ^= 1;
        }

        return count;
    }
}
