using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

/// <summary>Two nodes of one host: nothing shared in memory but the stores and, unless it is cut, the change feed.</summary>
public sealed class SubjectNodesTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private ManualClock _clock = null!;
    private InMemoryKeyRingStore _rings = null!;
    private GatedStore _subjects = null!;
    private ServiceProvider _shared = null!;
    private byte[] _masterKey = null!;

    [SetUp]
    public void Create()
    {
        _clock = new ManualClock();
        (_rings, _subjects) = (new InMemoryKeyRingStore(), new GatedStore());
        _masterKey = TestCrypto.NewMasterKey();
        _shared = new ServiceCollection().AddSecurityKit().Services.BuildServiceProvider();
    }

    [TearDown]
    public async Task Dispose() => await _shared.DisposeAsync();

    [Test]
    public async Task A_destroyed_key_does_not_survive_in_another_nodes_memory_the_feed_tells_at_once()
    {
        await using var first = await NodeAsync();
        await using var second = await NodeAsync();
        var envelope = await first.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        Assert.That(await second.Services.CanReadAsync("ada", envelope), Is.True);

        await first.Services.Subjects().EraseAsync("ada", "test");

        // No time passes: what the second node knows came over the feed.
        Assert.That(Cached(second), Is.Zero);
        Assert.That(await second.Services.CanReadAsync("ada", envelope), Is.False);
    }

    [Test]
    public async Task With_the_feed_cut_a_destroyed_key_is_used_no_longer_than_its_stated_lifetime_and_then_wiped()
    {
        await using var first = await NodeAsync();
        await using var deaf = await NodeAsync(isCutOff: true);
        var envelope = await first.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        Assert.That(await deaf.Services.CanReadAsync("ada", envelope), Is.True);

        await first.Services.Subjects().EraseAsync("ada", "test");

        Assert.That(await deaf.Services.CanReadAsync("ada", envelope), Is.True, "it did not hear of it");
        _clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.That(await deaf.Services.CanReadAsync("ada", envelope), Is.True);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await deaf.Services.CanReadAsync("ada", envelope), Is.False);
        Assert.ThrowsAsync<SubjectErasedException>(async () => await deaf.Services.Encryptor().EncryptAsync("ada", default));
    }

    [Test]
    public async Task Reading_all_the_while_does_not_prolong_a_keys_life_on_a_node_that_hears_nothing()
    {
        await using var first = await NodeAsync();
        await using var deaf = await NodeAsync(isCutOff: true);
        var envelope = await first.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        await deaf.Services.CanReadAsync("ada", envelope);
        await first.Services.Subjects().EraseAsync("ada", "test");

        for (var step = 0; step < 10; step++)
        {
            await deaf.Services.CanReadAsync("ada", envelope);
            _clock.Advance(Lifetime / 10);
        }

        Assert.That(await deaf.Services.CanReadAsync("ada", envelope), Is.False);
    }

    [Test]
    public async Task A_notice_that_names_nobody_drops_every_key()
    {
        await using var node = await NodeAsync();
        await node.Services.Encryptor().EncryptAsync("ada", default);
        await node.Services.Encryptor().EncryptAsync("bob", default);
        Assert.That(Cached(node), Is.EqualTo(2));

        await _shared.GetRequiredService<IChangeFeed>().PublishAsync(new ChangeNotice(SubjectKeyCache.ChangeTopic, string.Empty), default);

        Assert.That(Cached(node), Is.Zero);
    }

    [Test]
    public async Task A_key_that_was_read_just_before_it_was_destroyed_is_not_kept_by_the_reader()
    {
        await using var first = await NodeAsync();
        await using var slow = await NodeAsync();
        var envelope = await first.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        var read = _subjects.HoldNextRead();
        var reading = slow.Services.CanReadAsync("ada", envelope);
        await read.Arrived;

        await first.Services.Subjects().EraseAsync("ada", "test");
        read.GoOn();

        Assert.That(await reading, Is.True, "it began before the erasure");
        Assert.That(Cached(slow), Is.Zero);
        Assert.That(await slow.Services.CanReadAsync("ada", envelope), Is.False);
    }

    [Test]
    public async Task An_encryption_that_races_the_erasure_of_a_new_subject_does_not_make_a_key_after_it()
    {
        await using var first = await NodeAsync();
        await using var slow = await NodeAsync();
        var read = _subjects.HoldNextRead();
        var encrypting = slow.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 }).AsTask();
        await read.Arrived;

        await first.Services.Subjects().EraseAsync("ada", "test");
        read.GoOn();

        Assert.ThrowsAsync<SubjectErasedException>(() => encrypting);
        Assert.That((await first.Services.Subjects().FindAsync("ada")).Keys, Is.Empty);
    }

    [Test]
    public async Task Erasing_on_one_node_while_others_encrypt_leaves_no_key_on_any()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => NodeAsync(isCutOff: i == 3)));
        var subjects = Enumerable.Range(0, 20).Select(i => $"subject-{i}").ToArray();
        var envelopes = new System.Collections.Concurrent.ConcurrentBag<(string Subject, byte[] Envelope)>();

        await Parallelism.RunAsync(nodes.Length * subjects.Length, async i =>
        {
            var (node, subject) = (nodes[i % nodes.Length], subjects[i / nodes.Length]);
            if (i % nodes.Length == 0)
            {
                await node.Services.Subjects().EraseAsync(subject, "test");
                return 0;
            }

            try
            {
                envelopes.Add((subject, await node.Services.Encryptor().EncryptAsync(subject, new byte[] { 1 })));
            }
            catch (SubjectErasedException)
            {
            }

            return 0;
        });

        _clock.Advance(Lifetime);
        foreach (var node in nodes)
        {
            foreach (var (subject, envelope) in envelopes)
            {
                Assert.That(await node.Services.CanReadAsync(subject, envelope), Is.False);
            }

            foreach (var subject in subjects)
            {
                Assert.That((await node.Services.Subjects().FindAsync(subject)).State, Is.EqualTo(SubjectState.Erased));
            }

            await node.DisposeAsync();
        }
    }

    [Test]
    public async Task While_the_store_does_not_answer_nothing_is_read_once_the_key_in_memory_has_expired()
    {
        await using var node = await NodeAsync();
        var envelope = await node.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        _subjects.IsDown = true;
        _clock.Advance(Lifetime);

        Assert.ThrowsAsync<StoreUnavailableException>(async () => await node.Services.CanReadAsync("ada", envelope));
        Assert.ThrowsAsync<StoreUnavailableException>(async () => await node.Services.Subjects().EraseAsync("ada", "test"));

        _subjects.IsDown = false;
        Assert.That(await node.Services.CanReadAsync("ada", envelope), Is.True, "nothing was destroyed");
    }

    private static int Cached(TestCrypto node) => node.Services.GetRequiredService<SubjectKeyCache>().Count;

    private Task<TestCrypto> NodeAsync(bool isCutOff = false) => TestSubjects.CreateAsync(
        _clock,
        options => options.CacheLifetime = Lifetime,
        services =>
        {
            services.AddSingleton<IKeyRingStore>(_rings);
            services.AddSingleton<ISubjectKeyStore>(_subjects);
            if (!isCutOff)
            {
                services.AddSingleton(_shared.GetRequiredService<IChangeFeed>());
            }
        },
        _masterKey);
}
