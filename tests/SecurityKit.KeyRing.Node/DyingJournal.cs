using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

/// <summary>Stands behind the journal's file, and so is reached when that one is written.</summary>
internal sealed class DyingJournal(DeadlySteps steps) : IErasureJournal
{
    public ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        steps.Reach("after-journal");
        return ValueTask.CompletedTask;
    }

    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Stream>(new MemoryStream());
}
