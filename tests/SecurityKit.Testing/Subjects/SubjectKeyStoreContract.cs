using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>What every store of subjects' keys must do.</summary>
public abstract class SubjectKeyStoreContract
{
    private const int Creators = 20;

    protected ISubjectKeyStore Store { get; private set; } = null!;

    protected abstract ValueTask<ISubjectKeyStore> CreateStoreAsync();

    [SetUp]
    public async Task CreateStore() => Store = await CreateStoreAsync();

    [Test]
    public async Task Load_of_an_unknown_subject_is_null() => Assert.That(await Store.LoadAsync(NewHandle(), default), Is.Null);

    [Test]
    public async Task A_saved_subject_is_read_back_byte_by_byte_with_its_revision()
    {
        var handle = NewHandle();
        var content = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Assert.That(await Store.TrySaveAsync(handle, 0, content, default), Is.True);

        var stored = await Store.LoadAsync(handle, default);
        Assert.That((stored!.Handle, stored.Revision), Is.EqualTo((handle, 1L)));
        Assert.That(stored.Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task What_is_kept_does_not_change_with_the_callers_array()
    {
        var handle = NewHandle();
        var content = Bytes("mine");
        await Store.TrySaveAsync(handle, 0, content, default);
        Array.Clear(content);

        Assert.That(Text(await Store.LoadAsync(handle, default)), Is.EqualTo("mine"));
    }

    [Test]
    public async Task A_tombstone_is_not_written_over_by_a_creator_who_did_not_see_it()
    {
        var handle = NewHandle();
        await Store.TrySaveAsync(handle, 0, Bytes("key"), default);
        await Store.TrySaveAsync(handle, 1, Bytes("tombstone"), default);

        Assert.That(await Store.TrySaveAsync(handle, 0, Bytes("new key"), default), Is.False);
        Assert.That(await Store.TrySaveAsync(handle, 1, Bytes("rotated"), default), Is.False);
        Assert.That(Text(await Store.LoadAsync(handle, default)), Is.EqualTo("tombstone"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public async Task A_save_from_another_revision_changes_nothing(long expected)
    {
        var handle = NewHandle();
        await Store.TrySaveAsync(handle, 0, Bytes("a"), default);
        await Store.TrySaveAsync(handle, 1, Bytes("b"), default);

        Assert.That(await Store.TrySaveAsync(handle, expected, Bytes("c"), default), Is.False);

        var stored = await Store.LoadAsync(handle, default);
        Assert.That((stored!.Revision, Text(stored)), Is.EqualTo((2L, "b")));
    }

    [Test]
    public async Task A_save_of_a_missing_subject_from_a_later_revision_does_not_create_it()
    {
        var handle = NewHandle();

        Assert.That(await Store.TrySaveAsync(handle, 4, Bytes("a"), default), Is.False);
        Assert.That(await Store.LoadAsync(handle, default), Is.Null);
    }

    [Test]
    public async Task Of_many_creators_at_once_exactly_one_wins_and_its_content_stays()
    {
        var handle = NewHandle();

        var wins = await Parallelism.RunAsync(Creators, async i => (Node: i, Won: await Store.TrySaveAsync(handle, 0, Bytes($"node {i}"), default)));

        var winner = wins.Single(w => w.Won);
        Assert.That(Text(await Store.LoadAsync(handle, default)), Is.EqualTo($"node {winner.Node}"));
    }

    [Test]
    public async Task Of_many_changes_from_one_revision_exactly_one_wins()
    {
        var handle = NewHandle();
        await Store.TrySaveAsync(handle, 0, Bytes("first"), default);

        var wins = await Parallelism.RunAsync(Creators, i => Store.TrySaveAsync(handle, 1, Bytes($"node {i}"), default));

        Assert.That(wins.Count(won => won), Is.EqualTo(1));
        Assert.That((await Store.LoadAsync(handle, default))!.Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task A_creator_and_a_destroyer_at_once_end_with_the_tombstone_or_with_a_refused_creator()
    {
        for (var round = 0; round < 10; round++)
        {
            var handle = NewHandle();
            var (created, buried) = (false, false);
            await Parallelism.RunAsync(2, async i => i == 0
                ? created = await Store.TrySaveAsync(handle, 0, Bytes("key"), default)
                : buried = await Store.TrySaveAsync(handle, 0, Bytes("tombstone"), default));

            Assert.That(created, Is.Not.EqualTo(buried), "one of the two, never both");
            Assert.That(Text(await Store.LoadAsync(handle, default)), Is.EqualTo(buried ? "tombstone" : "key"));
        }
    }

    [Test]
    public async Task List_gives_every_subject_once_in_the_order_of_the_handles_page_by_page()
    {
        var mine = Enumerable.Range(0, 25).Select(_ => NewHandle()).ToArray();
        foreach (var handle in mine)
        {
            await Store.TrySaveAsync(handle, 0, Bytes(handle[..8]), default);
        }

        var seen = new List<StoredSubjectKeys>();
        var after = string.Empty;
        while (await Store.ListAsync(after, 4, default) is { Count: > 0 } page)
        {
            Assert.That(page, Has.Count.LessThanOrEqualTo(4));
            seen.AddRange(page);
            after = page[^1].Handle;
        }

        Assert.That(seen.Select(s => s.Handle), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(seen.Select(s => s.Handle), Is.Unique.And.SupersetOf(mine));
        Assert.That(seen.Where(s => mine.Contains(s.Handle)).All(s => Text(s) == s.Handle[..8] && s.Revision == 1), Is.True);
    }

    private static string NewHandle() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredSubjectKeys? stored) => Encoding.UTF8.GetString(stored!.Content.Span);
}
