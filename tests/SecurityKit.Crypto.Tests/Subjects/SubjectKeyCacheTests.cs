using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

public sealed class SubjectKeyCacheTests
{
    private const int Capacity = 3;

    private ManualClock _clock = null!;
    private TestCrypto _crypto = null!;
    private SubjectKeyCache _cache = null!;
    private SubjectKeyWrapping _wrapping = null!;

    [SetUp]
    public async Task Create()
    {
        _clock = new ManualClock();
        _crypto = await TestSubjects.CreateAsync(_clock, options => options.MaxCachedSubjects = Capacity);
        _cache = _crypto.Services.GetRequiredService<SubjectKeyCache>();
        _wrapping = _crypto.Services.GetRequiredService<SubjectKeyWrapping>();
    }

    [TearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public void A_dropped_key_is_wiped_at_once_when_nobody_uses_it()
    {
        var set = Keep("a");
        var key = set.Current;

        _cache.Drop(Handle("a"));

        Assert.That(set.IsWiped, Is.True);
        Assert.Throws<ObjectDisposedException>(() => key.ForEnvelope("any"), "the bytes are gone, not only forgotten");
    }

    [Test]
    public void A_dropped_key_that_is_in_use_is_wiped_when_the_last_user_leaves()
    {
        var set = Keep("a");
        Assert.That(_cache.TryEnter(Handle("a")), Is.SameAs(set));
        Assert.That(_cache.TryEnter(Handle("a")), Is.SameAs(set));

        _cache.Drop(string.Empty);
        Assert.That(set.IsWiped, Is.False);
        set.Leave();
        Assert.That(set.IsWiped, Is.False);
        set.Leave();

        Assert.That(set.IsWiped, Is.True);
        Assert.That(set.TryEnter(), Is.False);
    }

    [Test]
    public void A_key_that_nobody_asks_for_any_more_is_wiped_by_the_clock_alone()
    {
        var set = Keep("a");

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That((set.IsWiped, _cache.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void No_more_keys_are_kept_than_was_said_and_the_oldest_goes_first()
    {
        var sets = Enumerable.Range(0, Capacity + 2).Select(i => Keep($"{i}")).ToArray();

        Assert.That(_cache.Count, Is.EqualTo(Capacity));
        Assert.That(sets.Select(s => s.IsWiped), Is.EqualTo(new[] { true, true, false, false, false }));
    }

    [Test]
    public void Keys_are_wiped_with_the_host()
    {
        var set = Keep("a");

        _cache.Dispose();

        Assert.That(set.IsWiped, Is.True);
        Assert.That(Keep("b").IsWiped, Is.True, "and none is kept afterwards");
    }

    [Test]
    public void What_was_read_before_a_notice_is_not_kept_after_it()
    {
        var generation = _cache.Generation;
        var set = NewSet("a");
        _cache.Drop(Handle("another"));

        _cache.Offer(Handle("a"), set, generation);
        set.Leave();

        Assert.That((_cache.Count, set.IsWiped), Is.EqualTo((0, true)));
    }

    [Test]
    public void An_older_revision_does_not_replace_a_newer_one()
    {
        var newer = Keep("a", revision: 5);
        var older = Keep("a", revision: 4);

        Assert.That((newer.IsWiped, older.IsWiped), Is.EqualTo((false, true)));
        Assert.That(Keep("a", revision: 6).IsWiped, Is.False);
        Assert.That(newer.IsWiped, Is.True);
    }

    [Test]
    public async Task Users_and_droppers_at_the_same_time_never_see_a_wiped_key_in_use()
    {
        await Parallelism.RunAsync(8, async i =>
        {
            for (var round = 0; round < 2000; round++)
            {
                if (i % 4 == 0)
                {
                    _cache.Drop(Handle("a"));
                    await Task.Yield();
                    continue;
                }

                var set = _cache.TryEnter(Handle("a"));
                if (set is null)
                {
                    var made = NewSet("a");
                    _cache.Offer(Handle("a"), made, _cache.Generation);
                    made.Leave();
                    continue;
                }

                Assert.That(set.IsWiped, Is.False);
                Assert.DoesNotThrow(() => set.Current.ForEnvelope($"p{i}"));
                set.Leave();
            }

            return 0;
        });
    }

    private static string Handle(string name) => name.PadLeft(SubjectHandles.HandleLength, '0');

    /// <summary>Keeps a key as a reader does, who then leaves.</summary>
    private SubjectKeySet Keep(string name, long revision = 1)
    {
        var set = NewSet(name, revision);
        _cache.Offer(Handle(name), set, _cache.Generation);
        set.Leave();
        return set;
    }

    private SubjectKeySet NewSet(string name, long revision = 1)
    {
        var handle = Handle(name);
        var document = SubjectKeyDocument.Empty(handle).Adding(_wrapping.Create(handle, 1, _clock.GetUtcNow()));
        return _wrapping.Open(new StoredSubjectKeys(handle, revision, document.ToBytes()), _clock.GetTimestamp());
    }
}
