using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

[TestFixture]
public sealed class SubjectErasureTests
{
    private ManualClock _clock = null!;
    private TestCrypto _crypto = null!;

    private ISubjectEncryptor Encryptor => _crypto.Services.Encryptor();

    private ISubjectKeyManager Subjects => _crypto.Services.Subjects();

    [SetUp]
    public async Task Create()
    {
        _clock = new ManualClock();
        _crypto = await TestSubjects.CreateAsync(_clock);
    }

    [TearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public async Task Erased_data_is_unreadable_and_other_subjects_notice_nothing()
    {
        var (mine, copy, other) = (await EncryptAsync("ada"), await EncryptAsync("ada"), await EncryptAsync("bob"));
        await Subjects.RotateAsync("ada", "test");
        var newest = await EncryptAsync("ada");

        await Subjects.EraseAsync("ada", "erasure_request");

        foreach (var envelope in new[] { mine, copy, newest })
        {
            Assert.That(await _crypto.Services.CanReadAsync("ada", envelope), Is.False);
        }

        Assert.That(await _crypto.Services.CanReadAsync("bob", other), Is.True);
    }

    [Test]
    public async Task An_erased_subject_never_silently_gets_a_new_key()
    {
        await EncryptAsync("ada");
        await Subjects.EraseAsync("ada", "erasure_request");

        Assert.ThrowsAsync<SubjectErasedException>(async () => await EncryptAsync("ada"));
        Assert.ThrowsAsync<SubjectErasedException>(async () => await Subjects.RotateAsync("ada", "test"));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.ThrowsAsync<SubjectErasedException>(async () => await EncryptAsync("ada"));
        Assert.That((await Subjects.FindAsync("ada")).State, Is.EqualTo(SubjectState.Erased));
    }

    [Test]
    public async Task A_subject_that_never_had_a_key_can_be_erased_and_gets_none_afterwards()
    {
        var report = await Subjects.EraseAsync("stranger", "erasure_request");

        Assert.That(report.Erasure.Keys, Is.Empty);
        Assert.That(report.Proof.Holds, Is.True);
        Assert.ThrowsAsync<SubjectErasedException>(async () => await EncryptAsync("stranger"));
    }

    [Test]
    public async Task The_report_names_who_when_why_and_which_keys_and_proves_that_a_read_now_fails()
    {
        await EncryptAsync("ada");
        _clock.Advance(TimeSpan.FromHours(1));
        await Subjects.RotateAsync("ada", "test");
        var keys = (await Subjects.FindAsync("ada")).Keys;
        _crypto.Services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { Actor = "officer" };

        var report = await Subjects.EraseAsync("ada", "erasure_request");

        Assert.That((report.Subject, report.Erasure.ErasedBy, report.Erasure.Reason, report.Erasure.ErasedAt), Is.EqualTo(("ada", "officer", "erasure_request", _clock.GetUtcNow())));
        Assert.That(report.Erasure.Keys, Is.EqualTo(keys));
        Assert.That(keys.Select(k => k.Version), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((report.Proof.ProbesReadBefore, report.Proof.ProbesRefusedAfter, report.Proof.IsKeyGoneFromStore, report.Proof.Holds), Is.EqualTo((2, 2, true, true)));
        Assert.That((report.WasErasedBefore, report.IsJournaled, report.OtherNodesStopBy - report.Erasure.ErasedAt), Is.EqualTo((false, false, TimeSpan.FromSeconds(1))));
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.That(json.RootElement.GetProperty("subject").GetString(), Is.EqualTo("ada"));
        Assert.That(json.RootElement.GetProperty("erasure").GetProperty("keys").GetArrayLength(), Is.EqualTo(2));
        Assert.That(json.RootElement.GetProperty("proof").GetProperty("holds").GetBoolean(), Is.True);
        Assert.That(report.ToString(), Does.Not.Contain("ada"));
    }

    [Test]
    public async Task A_store_that_keeps_the_key_makes_the_proof_fail_and_the_report_says_so()
    {
        var forgetful = new ForgetfulStore();
        await using var crypto = await TestSubjects.CreateAsync(_clock, services: s => s.AddSingleton<ISubjectKeyStore>(forgetful));
        await crypto.Services.Encryptor().EncryptAsync("ada", default);
        forgetful.IgnoresSaves = true;

        var report = await crypto.Services.Subjects().EraseAsync("ada", "test");

        Assert.That((report.Proof.ProbesReadBefore, report.Proof.ProbesRefusedAfter, report.Proof.IsKeyGoneFromStore, report.Proof.Holds), Is.EqualTo((1, 0, false, false)));
        var raised = await EventsAsync(crypto, CryptoEventTypes.SubjectErased);
        Assert.That(raised.Single().Outcome, Is.EqualTo(SecurityEventOutcome.Failure));
    }

    [Test]
    public async Task A_subject_that_erases_itself_is_not_named_by_its_tombstone()
    {
        _crypto.Services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { Actor = "ada" };

        var report = await Subjects.EraseAsync("ada", "erasure_request");

        Assert.That(report.Erasure.ErasedBy, Is.EqualTo("self"));
    }

    [Test]
    public async Task Erasing_twice_destroys_once_and_repeats_the_consequences()
    {
        await EncryptAsync("ada");
        var first = await Subjects.EraseAsync("ada", "erasure_request");
        _clock.Advance(TimeSpan.FromDays(1));
        var second = await Subjects.EraseAsync("ada", "again");

        Assert.That(second.WasErasedBefore, Is.True);
        Assert.That(JsonSerializer.Serialize(second.Erasure), Is.EqualTo(JsonSerializer.Serialize(first.Erasure)), "the first erasure stands");
        Assert.That(second.Proof.Holds, Is.True);
        var raised = await EventsAsync(_crypto, CryptoEventTypes.SubjectErased);
        Assert.That(raised.Select(e => (e.Subject, e.Reason, e.Data["repeated"])), Is.EqualTo(new[] { ("ada", "erasure_request", "false"), ("ada", "again", "true") }));
    }

    [Test]
    public async Task Erasing_at_the_same_time_from_many_callers_makes_one_tombstone()
    {
        await EncryptAsync("ada");

        var reports = await Parallelism.RunAsync(16, i => Subjects.EraseAsync("ada", $"caller_{i}"));

        Assert.That(reports.Count(r => !r.WasErasedBefore), Is.EqualTo(1));
        Assert.That(reports.Select(r => r.Erasure.Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That((await Subjects.FindAsync("ada")).Erasures, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_subject_enrolled_anew_on_purpose_gets_a_new_key_and_the_erased_data_stays_unreadable()
    {
        var old = await EncryptAsync("ada");
        await Subjects.EraseAsync("ada", "erasure_request");
        Assert.That(await Subjects.ReEnrollAsync("bob", "test"), Is.False, "who was not erased is not enrolled anew");

        Assert.That(await Subjects.ReEnrollAsync("ada", "came_back"), Is.True);
        Assert.That(await Subjects.ReEnrollAsync("ada", "came_back"), Is.False);

        var anew = await EncryptAsync("ada");
        Assert.That(await _crypto.Services.CanReadAsync("ada", anew), Is.True);
        Assert.That(await _crypto.Services.CanReadAsync("ada", old), Is.False);
        var status = await Subjects.FindAsync("ada");
        Assert.That((status.State, status.Keys.Single().Version, status.Erasures.Single().ReEnrolledAt), Is.EqualTo((SubjectState.Active, 2, (DateTimeOffset?)_clock.GetUtcNow())));
        await Subjects.EraseAsync("ada", "left_again");
        Assert.That((await Subjects.FindAsync("ada")).Erasures, Has.Count.EqualTo(2));
        Assert.That(await _crypto.Services.CanReadAsync("ada", anew), Is.False);
    }

    [Test]
    public async Task Encrypting_all_the_while_a_subject_is_erased_ends_with_nothing_readable_and_no_key()
    {
        var envelopes = new System.Collections.Concurrent.ConcurrentBag<byte[]>();
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    envelopes.Add(await EncryptAsync("ada"));
                }
            }
            catch (SubjectErasedException)
            {
                return;
            }
        })).ToArray();
        await Until.TrueAsync(() => envelopes.Count > 50);

        await Subjects.EraseAsync("ada", "erasure_request");
        await Task.WhenAll(writers);

        Assert.That((await Subjects.FindAsync("ada")).Keys, Is.Empty);
        foreach (var envelope in envelopes)
        {
            Assert.That(await _crypto.Services.CanReadAsync("ada", envelope), Is.False);
        }
    }

    [Test]
    public async Task A_key_that_no_longer_unwraps_can_still_be_erased()
    {
        await EncryptAsync("ada");
        await _crypto.KeyRings.RotateAsync(KeyRingNames.Subjects, "test");
        _clock.Advance(TimeSpan.FromMinutes(3));
        await _crypto.KeyRings.MaintainAsync();
        var first = (await _crypto.KeyRings.GetStatusAsync(KeyRingNames.Subjects)).Keys.Single(k => k.Version == 1);
        await _crypto.KeyRings.RevokeAsync(KeyRingNames.Subjects, first.Id, "test");
        Assert.ThrowsAsync<KeyUnwrapException>(async () => await EncryptAsync("ada"));

        var report = await Subjects.EraseAsync("ada", "erasure_request");

        Assert.That((report.Proof.ProbesReadBefore, report.Erasure.Keys.Count, report.Proof.Holds), Is.EqualTo((0, 1, true)));
    }

    [Test]
    public async Task Keys_that_were_wrapped_anew_survive_the_revocation_of_the_ring_key_that_wrapped_them_before()
    {
        var envelope = await EncryptAsync("ada");
        await EncryptAsync("bob");
        await Subjects.EraseAsync("bob", "test");
        await _crypto.KeyRings.RotateAsync(KeyRingNames.Subjects, "test");
        _clock.Advance(TimeSpan.FromMinutes(3));
        await _crypto.KeyRings.MaintainAsync();

        Assert.That(await Subjects.RewrapKeysAsync(), Is.EqualTo(new SubjectKeyRewrap(1, 0)));
        Assert.That(await Subjects.RewrapKeysAsync(), Is.EqualTo(new SubjectKeyRewrap(0, 0)));

        var first = (await _crypto.KeyRings.GetStatusAsync(KeyRingNames.Subjects)).Keys.Single(k => k.Version == 1);
        await _crypto.KeyRings.RevokeAsync(KeyRingNames.Subjects, first.Id, "test");
        Assert.That(await _crypto.Services.CanReadAsync("ada", envelope), Is.True);
    }

    [Test]
    public async Task A_damaged_subject_does_not_keep_the_keys_of_others_from_being_wrapped_anew()
    {
        var envelopes = new Dictionary<string, byte[]>();
        foreach (var subject in new[] { "ada", "bob", "eve", "dan" })
        {
            envelopes[subject] = await EncryptAsync(subject);
        }

        var store = _crypto.Services.GetRequiredService<ISubjectKeyStore>();
        var all = await store.ListAsync(string.Empty, 10, default);
        var document = SubjectKeyDocument.Parse(all[0].Content.Span, all[0].Handle);
        var damaged = document.Keys[0].Wrapped.ToArray();
        damaged[^1] ^= 1;
        await store.TrySaveAsync(all[0].Handle, all[0].Revision, (document with { Keys = [document.Keys[0] with { Wrapped = damaged }] }).ToBytes(), default);
        await store.TrySaveAsync(all[1].Handle, all[1].Revision, "no JSON"u8.ToArray(), default);
        await _crypto.KeyRings.RotateAsync(KeyRingNames.Subjects, "test");
        _clock.Advance(TimeSpan.FromMinutes(3));
        await _crypto.KeyRings.MaintainAsync();

        Assert.That(await Subjects.RewrapKeysAsync(), Is.EqualTo(new SubjectKeyRewrap(2, 2)));
        Assert.That(await Subjects.RewrapKeysAsync(), Is.EqualTo(new SubjectKeyRewrap(0, 2)), "each time it is said again");
        var told = (await EventsAsync(_crypto, CryptoEventTypes.KeysRewrapped)).Where(e => e.Data.ContainsKey("left")).ToArray();
        Assert.That(told.Select(e => (e.Outcome, e.Data["left"])), Is.All.EqualTo((SecurityEventOutcome.Failure, "2")).And.Exactly(2).Items);
    }

    [Test]
    public async Task The_ring_that_wraps_subjects_keys_forgets_none_by_age()
    {
        var envelope = await EncryptAsync("ada");
        for (var quarter = 0; quarter < 12; quarter++)
        {
            _clock.Advance(TimeSpan.FromDays(90));
            await _crypto.KeyRings.MaintainAsync();
        }

        Assert.That((await _crypto.KeyRings.GetStatusAsync(KeyRingNames.Subjects)).CurrentVersion, Is.GreaterThan(5));
        Assert.That(await _crypto.Services.CanReadAsync("ada", envelope), Is.True);
    }

    private static async Task<IReadOnlyList<SecurityEvent>> EventsAsync(TestCrypto crypto, string type) =>
        await crypto.Services.GetRequiredService<ISecurityEventStore>().QueryAsync(new SecurityEventQuery { Type = type, Limit = 100 }, default);

    private async Task<byte[]> EncryptAsync(string subject) => await Encryptor.EncryptAsync(subject, Encoding.UTF8.GetBytes("note"));

    /// <summary>Says that it saved, and did not: what the proof is there to find.</summary>
    private sealed class ForgetfulStore : ISubjectKeyStore
    {
        private readonly InMemorySubjectKeyStore _inner = new();

        public bool IgnoresSaves { get; set; }

        public ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken) => _inner.LoadAsync(handle, cancellationToken);

        public ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            IgnoresSaves ? ValueTask.FromResult(true) : _inner.TrySaveAsync(handle, expectedRevision, content, cancellationToken);

        public ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken) =>
            _inner.ListAsync(after, limit, cancellationToken);
    }
}
