using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>Several nodes of one host on one store: nothing shared in memory but the store, the leases and the change feed.</summary>
public sealed class KeyRingNodesTests
{
    private const int Nodes = 12;

    private ManualClock _clock = null!;
    private InMemoryKeyRingStore _store = null!;
    private ServiceProvider _shared = null!;
    private byte[] _masterKey = null!;

    [SetUp]
    public void Create()
    {
        _clock = new ManualClock();
        _store = new InMemoryKeyRingStore();
        _masterKey = TestCrypto.NewMasterKey();
        _shared = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddSecurityKit().Services.BuildServiceProvider();
    }

    [TearDown]
    public async Task Dispose() => await _shared.DisposeAsync();

    [Test]
    public async Task Nodes_that_start_together_make_one_key_of_each_ring_and_read_one_another()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Task.Run(() => NodeAsync())));
        var envelopes = nodes.Select((node, i) => node.Encryptor.Encrypt([(byte)i])).ToArray();

        foreach (var node in nodes)
        {
            Assert.That(envelopes.Select(e => node.Encryptor.Decrypt(e)[0]), Is.EqualTo(Enumerable.Range(0, Nodes)));
        }

        foreach (var ring in nodes[0].KeyRings.Rings)
        {
            Assert.That((await nodes[0].KeyRings.GetStatusAsync(ring)).Keys, Has.Count.EqualTo(1), ring);
        }

        await DisposeAsync(nodes);
    }

    [Test]
    public async Task Of_many_nodes_one_rotates_whether_the_leases_work_or_not([Values] bool haveLeases)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => NodeAsync(haveLeases)));
        _clock.Advance(TimeSpan.FromDays(29));

        await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.KeyRings.MaintainAsync())));

        Assert.That((await nodes[0].KeyRings.GetStatusAsync()).Keys.Select(k => k.State), Is.EqualTo(new[] { KeyState.Pending, KeyState.Active }));
        await DisposeAsync(nodes);
    }

    [Test]
    public async Task A_rotation_by_hand_on_every_node_at_once_makes_one_key()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => NodeAsync()));

        await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.KeyRings.RotateAsync(KeyRingNames.Data, "leak"))));

        Assert.That((await nodes[0].KeyRings.GetStatusAsync()).Keys, Has.Count.EqualTo(2));
        await DisposeAsync(nodes);
    }

    [Test]
    public async Task What_is_encrypted_under_the_next_key_can_be_read_by_nodes_whose_clock_is_behind()
    {
        await using var node = await NodeAsync();
        var slow = new ManualClock();
        await using var behind = await NodeAsync(clock: slow);
        await node.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        await behind.KeyRings.MaintainAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));

        var envelope = node.Encryptor.Encrypt([7]);

        Assert.That((await node.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(2));
        Assert.That((await behind.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(1));
        Assert.That(behind.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public async Task A_revocation_acts_on_every_running_node_at_once()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NodeAsync()));
        foreach (var service in nodes.SelectMany(node => node.Services.GetServices<IHostedService>().OfType<KeyRingService>()))
        {
            await service.StartingAsync(CancellationToken.None);
        }

        var envelope = nodes[0].Encryptor.Encrypt([1]);
        var leaked = (await nodes[0].KeyRings.GetStatusAsync()).CurrentKeyId;
        await nodes[0].KeyRings.RotateAsync(KeyRingNames.Data, "leak");
        await nodes[0].KeyRings.RevokeAsync(KeyRingNames.Data, leaked, "leak");

        // No time passes, and no node polls: what they know came over the change feed.
        foreach (var node in nodes)
        {
            await Until.TrueAsync(() => !CanRead(node, envelope));
        }

        Assert.That(nodes.All(node => nodes.All(other => CanRead(other, node.Encryptor.Encrypt([2])))), Is.True);

        await DisposeAsync(nodes);
    }

    [Test]
    public async Task A_lagging_replica_does_not_bring_back_what_was_revoked()
    {
        var lagging = new LaggingStore(_store);
        await using var node = await NodeAsync(store: lagging);
        var envelope = node.Encryptor.Encrypt([1]);
        var leaked = (await node.KeyRings.GetStatusAsync()).CurrentKeyId;
        lagging.Remember(await _store.LoadAsync(KeyRingNames.Data, CancellationToken.None));
        await node.KeyRings.RotateAsync(KeyRingNames.Data, "leak");
        await node.KeyRings.RevokeAsync(KeyRingNames.Data, leaked, "leak");

        lagging.IsBehind = true;
        await node.KeyRings.MaintainAsync();

        Assert.Throws<DecryptionFailedException>(() => node.Encryptor.Decrypt(envelope));
    }

    [Test]
    public async Task Readers_and_writers_notice_nothing_of_rotations()
    {
        await using var node = await NodeAsync();
        using var stop = new CancellationTokenSource();
        var work = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var count = 0;
            var envelope = node.Encryptor.Encrypt([1, 2, 3]);
            while (!stop.IsCancellationRequested || count < 100)
            {
                Assert.That(node.Encryptor.Decrypt(envelope), Is.EqualTo(new byte[] { 1, 2, 3 }));
                envelope = count++ % 10 == 0 ? node.Encryptor.Encrypt([1, 2, 3]) : envelope;
            }

            return count;
        })).ToArray();

        for (var i = 0; i < 20; i++)
        {
            await node.KeyRings.RotateAsync(KeyRingNames.Data, "test");
            _clock.Advance(TimeSpan.FromMinutes(2));
            await node.KeyRings.MaintainAsync();
        }

        await stop.CancelAsync();
        Assert.That(await Task.WhenAll(work), Is.All.GreaterThanOrEqualTo(100));
        Assert.That((await node.KeyRings.GetStatusAsync()).CurrentVersion, Is.EqualTo(21));
    }

    [Test]
    public async Task A_rotation_that_was_saved_is_told_and_known_though_who_asked_for_it_gave_up_meanwhile()
    {
        using var caller = new CancellationTokenSource();
        var store = new SlowStore(_store);
        await using var node = await NodeAsync(store: store);
        store.AfterSave = caller.Cancel;

        var next = await node.KeyRings.RotateAsync(KeyRingNames.Data, "leaked", caller.Token);

        Assert.That(caller.IsCancellationRequested);
        var told = await node.Services.GetRequiredService<ISecurityEventStore>().QueryAsync(new SecurityEventQuery { Type = CryptoEventTypes.KeyCreated }, default);
        Assert.That(told.Select(e => e.Data["keyId"]), Does.Contain(next.Id));
    }

    [Test]
    public async Task A_revocation_that_was_saved_is_told_and_audited_though_this_node_cannot_read_the_store_any_more()
    {
        var store = new SlowStore(_store);
        await using var node = await NodeAsync(store: store);
        await using var other = await NodeAsync();
        var leaked = (await node.KeyRings.GetStatusAsync()).CurrentKeyId;
        await node.KeyRings.RotateAsync(KeyRingNames.Data, "leaked");
        var told = new TaskCompletionSource();
        using var listening = _shared.GetRequiredService<IChangeFeed>().Subscribe("crypto.keyring", (_, _) =>
        {
            told.TrySetResult();
            return ValueTask.CompletedTask;
        });
        store.AfterSave = () => store.IsDown = true;

        Assert.That(await node.KeyRings.RevokeAsync(KeyRingNames.Data, leaked, "leaked"), Is.EqualTo(KeyChange.Done));

        await told.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var events = await node.Services.GetRequiredService<ISecurityEventStore>().QueryAsync(new SecurityEventQuery { Type = CryptoEventTypes.KeyRevoked }, default);
        Assert.That(events.Select(e => e.Data["keyId"]), Is.EqualTo(new[] { leaked }));
        store.IsDown = false;
        await node.KeyRings.MaintainAsync();
        Assert.That((await node.KeyRings.GetStatusAsync()).Keys.Single(k => k.Id == leaked).State, Is.EqualTo(KeyState.Revoked));
    }

    [Test]
    public async Task A_rotation_that_was_saved_answers_with_the_new_key_though_this_node_cannot_read_the_store_any_more()
    {
        var store = new SlowStore(_store);
        await using var node = await NodeAsync(store: store);
        store.AfterSave = () => store.IsDown = true;

        Assert.That((await node.KeyRings.RotateAsync(KeyRingNames.Data, "leaked")).Version, Is.EqualTo(2));
    }

    private static async Task DisposeAsync(IEnumerable<TestCrypto> nodes)
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static bool CanRead(TestCrypto node, byte[] envelope)
    {
        try
        {
            node.Encryptor.Decrypt(envelope);
            return true;
        }
        catch (DecryptionFailedException)
        {
            return false;
        }
    }

    private Task<TestCrypto> NodeAsync(bool haveLeases = true, ManualClock? clock = null, IKeyRingStore? store = null) => TestCrypto.CreateAsync(
        clock ?? _clock,
        services: services =>
        {
            services.AddSingleton(store ?? _store);
            services.AddSingleton(haveLeases ? _shared.GetRequiredService<ILeaseStore>() : new OpenLeaseStore());
            services.AddSingleton(_shared.GetRequiredService<IChangeFeed>());
        },
        masterKey: _masterKey);

    /// <summary>Gives everybody the lease, as a broken lease store would.</summary>
    private sealed class OpenLeaseStore : ILeaseStore
    {
        public ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Lease?>(new Lease(name, owner, 1, DateTimeOffset.MaxValue));

        public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class LaggingStore(IKeyRingStore inner) : IKeyRingStore
    {
        private StoredKeyRing? _old;

        public bool IsBehind { get; set; }

        public void Remember(StoredKeyRing? old) => _old = old;

        public async ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken) =>
            IsBehind && ring == KeyRingNames.Data ? _old : await inner.LoadAsync(ring, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            inner.TrySaveAsync(ring, expectedRevision, content, cancellationToken);

        public ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken) =>
            inner.ReserveMessagesAsync(ring, keyId, count, cancellationToken);
    }

    /// <summary>Time passes between saving and the answer.</summary>
    private sealed class SlowStore(IKeyRingStore inner) : IKeyRingStore
    {
        public Action AfterSave { get; set; } = () => { };

        public bool IsDown { get; set; }

        public ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken) =>
            IsDown ? throw new StoreUnavailableException("test") : inner.LoadAsync(ring, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public async ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            var saved = await inner.TrySaveAsync(ring, expectedRevision, content, cancellationToken);
            AfterSave();
            return saved;
        }

        public ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken) =>
            inner.ReserveMessagesAsync(ring, keyId, count, cancellationToken);
    }
}
