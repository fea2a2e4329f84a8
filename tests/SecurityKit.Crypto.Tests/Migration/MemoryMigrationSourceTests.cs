using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Migration;

/// <summary>A hundred thousand records, since memory is fast enough for them.</summary>
public sealed class MemoryMigrationSourceTests : MigrationSourceContract
{
    private MemoryMigrationSource _source = null!;

    protected override IMigrationSource Source => _source;

    protected override int ManyValues => 100_000;

    [SetUp]
    public void SetUp() => _source = new MemoryMigrationSource();

    protected override Task FillAsync(IReadOnlyDictionary<string, byte[]> values)
    {
        foreach (var (id, value) in values)
        {
            _source.Values[id] = value;
        }

        return Task.CompletedTask;
    }

    protected override Task<byte[]?> ReadStoredAsync(string id) => Task.FromResult(_source.Values.GetValueOrDefault(id));

    protected override Task WriteStoredAsync(string id, byte[] content)
    {
        _source.Values[id] = content;
        return Task.CompletedTask;
    }
}
