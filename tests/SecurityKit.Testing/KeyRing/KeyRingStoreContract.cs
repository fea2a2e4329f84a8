using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>What every key-ring store must do.</summary>
public abstract class KeyRingStoreContract
{
    protected IKeyRingStore Store { get; private set; } = null!;

    protected abstract ValueTask<IKeyRingStore> CreateStoreAsync();

    [SetUp]
    public async Task CreateStore() => Store = await CreateStoreAsync();

    [Test]
    public async Task Load_of_an_unknown_ring_is_null() =>
        Assert.That(await Store.LoadAsync(NewName(), CancellationToken.None), Is.Null);

    [Test]
    public async Task A_saved_ring_is_read_back_with_its_revision()
    {
        var ring = NewName();
        var content = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Assert.That(await Store.TrySaveAsync(ring, 0, content, CancellationToken.None), Is.True);

        var stored = await Store.LoadAsync(ring, CancellationToken.None);
        Assert.That(stored!.Revision, Is.EqualTo(1));
        Assert.That(stored.Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task A_ring_that_exists_is_not_created_again()
    {
        var ring = NewName();
        await Store.TrySaveAsync(ring, 0, Bytes("first"), CancellationToken.None);

        Assert.That(await Store.TrySaveAsync(ring, 0, Bytes("second"), CancellationToken.None), Is.False);
        Assert.That(Text(await Store.LoadAsync(ring, CancellationToken.None)), Is.EqualTo("first"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public async Task A_save_from_another_revision_changes_nothing(long expected)
    {
        var ring = NewName();
        await Store.TrySaveAsync(ring, 0, Bytes("a"), CancellationToken.None);
        await Store.TrySaveAsync(ring, 1, Bytes("b"), CancellationToken.None);

        Assert.That(await Store.TrySaveAsync(ring, expected, Bytes("c"), CancellationToken.None), Is.False);

        var stored = await Store.LoadAsync(ring, CancellationToken.None);
        Assert.That((stored!.Revision, Text(stored)), Is.EqualTo((2L, "b")));
    }

    [Test]
    public async Task A_save_of_a_missing_ring_from_a_later_revision_does_not_create_it()
    {
        var ring = NewName();

        Assert.That(await Store.TrySaveAsync(ring, 4, Bytes("a"), CancellationToken.None), Is.False);
        Assert.That(await Store.LoadAsync(ring, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Of_twenty_creators_at_once_exactly_one_wins_and_its_content_stays()
    {
        var ring = NewName();

        var wins = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            (Node: i, Won: await Store.TrySaveAsync(ring, 0, Bytes($"node {i}"), CancellationToken.None)))));

        var winner = wins.Single(w => w.Won);
        Assert.That(Text(await Store.LoadAsync(ring, CancellationToken.None)), Is.EqualTo($"node {winner.Node}"));
    }

    [Test]
    public async Task Parallel_changes_by_compare_and_set_lose_none()
    {
        var ring = NewName();
        await Store.TrySaveAsync(ring, 0, Bytes("0"), CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 5;)
            {
                var stored = await Store.LoadAsync(ring, CancellationToken.None);
                var next = int.Parse(Text(stored)) + 1;
                done += await Store.TrySaveAsync(ring, stored!.Revision, Bytes($"{next}"), CancellationToken.None) ? 1 : 0;
            }
        })));

        var final = await Store.LoadAsync(ring, CancellationToken.None);
        Assert.That((Text(final), final!.Revision), Is.EqualTo(("40", 41L)));
    }

    [Test]
    public async Task The_list_names_every_ring_that_was_saved_and_no_other()
    {
        var (saved, savedTwice, onlyReserved, neverCreated) = (NewName(), NewName(), NewName(), NewName());
        await Store.TrySaveAsync(saved, 0, Bytes("a"), CancellationToken.None);
        await Store.TrySaveAsync(savedTwice, 0, Bytes("a"), CancellationToken.None);
        await Store.TrySaveAsync(savedTwice, 1, Bytes("b"), CancellationToken.None);
        await Store.ReserveMessagesAsync(onlyReserved, "k", 1, CancellationToken.None);
        await Store.TrySaveAsync(neverCreated, 4, Bytes("a"), CancellationToken.None);

        var names = await Store.ListAsync(CancellationToken.None);

        Assert.That(names, Is.SupersetOf([saved, savedTwice]).And.Unique);
        Assert.That(names.Intersect([onlyReserved, neverCreated]), Is.Empty);
        Assert.That(names, Is.EqualTo(names.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task Reservations_of_parallel_nodes_add_up()
    {
        var ring = NewName();

        var totals = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
            await Store.ReserveMessagesAsync(ring, "k", 1L << 30, CancellationToken.None))));

        Assert.That(totals.Distinct().Count(), Is.EqualTo(40), "every caller sees a total of its own");
        Assert.That(await Store.ReserveMessagesAsync(ring, "k", -5, CancellationToken.None), Is.EqualTo((40L << 30) - 5));
        Assert.That(await Store.ReserveMessagesAsync(ring, "other", 0, CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task Names_differ_by_case()
    {
        var ring = NewName();
        await Store.TrySaveAsync(ring, 0, Bytes("a"), CancellationToken.None);

        Assert.That(await Store.LoadAsync(ring.ToUpperInvariant(), CancellationToken.None), Is.Null);
    }

    private static string NewName() => $"ring-{Guid.NewGuid():N}";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredKeyRing? stored) => Encoding.UTF8.GetString(stored!.Content.Span);
}
