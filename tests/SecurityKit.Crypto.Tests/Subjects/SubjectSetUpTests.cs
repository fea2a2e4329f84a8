using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

public sealed class SubjectSetUpTests
{
    [Test]
    public void Defaults_are_as_documented()
    {
        var options = new SubjectEncryptionOptions();

        Assert.That((options.CacheLifetime, options.MaxCachedSubjects, options.EraseOnAccountDeletion, options.JournalFile),
            Is.EqualTo((TimeSpan.FromSeconds(1), 10_000, false, (string?)null)));
    }

    [Test]
    public void What_is_out_of_range_is_refused_by_name()
    {
        var wrong = new SubjectEncryptionOptions { CacheLifetime = TimeSpan.FromMinutes(2), MaxCachedSubjects = 0, JournalFile = "relative.journal" };

        var failures = new SubjectEncryptionOptionsValidator().Validate(null, wrong).Failures!.ToArray();

        Assert.That(failures, Has.Length.EqualTo(3));
        Assert.That(failures[0], Does.StartWith("SubjectEncryptionOptions.CacheLifetime must be between 0 and 1 minute"));
        Assert.That(failures[1], Does.StartWith("SubjectEncryptionOptions.MaxCachedSubjects"));
        Assert.That(failures[2], Does.StartWith("SubjectEncryptionOptions.JournalFile must be a full path"));
        Assert.That(new SubjectEncryptionOptionsValidator().Validate(null, new SubjectEncryptionOptions()).Succeeded, Is.True);
    }

    [Test]
    public void The_calls_may_stand_in_any_order_and_be_repeated_and_the_hosts_own_ring_settings_stay()
    {
        var services = new ServiceCollection();
        services.PostConfigure<CryptoOptions>(_ => { });
        services.AddSecurityKit()
            .AddSubjectEncryption(o => o.MaxCachedSubjects = 7)
            .AddSubjectEncryption(o => o.EraseOnAccountDeletion = true)
            .AddTestCrypto(o => o.AddRing(KeyRingNames.Subjects, ring => (ring.RotationPeriod, ring.Grace) = (TimeSpan.FromDays(30), TimeSpan.FromDays(60))));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<SubjectEncryptionOptions>>().Value;
        var ring = provider.GetRequiredService<IOptions<CryptoOptions>>().Value.Rings[KeyRingNames.Subjects];

        Assert.That((options.MaxCachedSubjects, options.EraseOnAccountDeletion), Is.EqualTo((7, true)));
        Assert.That((ring.RotationPeriod, ring.Grace), Is.EqualTo((TimeSpan.FromDays(30), TimeSpan.FromDays(36_525))), "its keys never stop unwrapping by age");
        Assert.That(provider.GetServices<ISecurityEventSink>().OfType<SubjectErasureSink>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_a_cache_every_operation_asks_the_store_and_an_erasure_acts_at_once_whatever_the_feed()
    {
        await using var node = await TestSubjects.CreateAsync(configure: o => o.CacheLifetime = TimeSpan.Zero);
        var envelope = await node.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });

        Assert.That(await node.Services.CanReadAsync("ada", envelope), Is.True);
        Assert.That(node.Services.GetRequiredService<SubjectKeyCache>().Count, Is.Zero);
    }

    [Test]
    public async Task Deleting_an_account_erases_its_subject_when_the_host_asked_for_it([Values] bool isAsked)
    {
        await using var node = await TestSubjects.CreateAsync(configure: o => o.EraseOnAccountDeletion = isAsked);
        var envelope = await node.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        var other = await node.Services.Encryptor().EncryptAsync("bob", new byte[] { 1 });
        var events = node.Services.GetRequiredService<ISecurityEvents>();

        await events.RaiseAsync(new SecurityEvent { Type = SecurityEventTypes.AccountDisabled, Outcome = SecurityEventOutcome.Success, Subject = "bob" });
        await events.RaiseAsync(new SecurityEvent { Type = SecurityEventTypes.AccountDeleted, Outcome = SecurityEventOutcome.Failure, Subject = "bob" });
        await events.RaiseAsync(new SecurityEvent { Type = SecurityEventTypes.AccountDeleted, Outcome = SecurityEventOutcome.Success, Subject = "ada" });

        Assert.That(await node.Services.CanReadAsync("ada", envelope), Is.EqualTo(!isAsked));
        Assert.That(await node.Services.CanReadAsync("bob", other), Is.True);
    }

    [Test]
    public async Task A_deletion_whose_erasure_fails_says_that_the_key_may_still_be_there()
    {
        var store = new GatedStore();
        await using var node = await TestSubjects.CreateAsync(
            configure: o => o.EraseOnAccountDeletion = true, services: s => s.AddSingleton<ISubjectKeyStore>(store));
        store.IsDown = true;

        Assert.That(
            async () => await node.Services.GetRequiredService<ISecurityEvents>().RaiseAsync(
                new SecurityEvent { Type = SecurityEventTypes.AccountDeleted, Outcome = SecurityEventOutcome.Success, Subject = "ada" }),
            Throws.TypeOf<SecurityKitException>().With.Message.Contains("Delete the account again"));
    }

    [Test]
    public async Task Keys_and_erasures_are_counted_and_raise_events()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        await using var node = await TestSubjects.CreateAsync();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name.StartsWith("securitykit.crypto.subjects.", StringComparison.Ordinal))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (counted)
            {
                var tag = (string)tags[0].Value!;
                counted[tag] = counted.GetValueOrDefault(tag) + value;
            }
        });
        listener.Start();

        await node.Services.Encryptor().EncryptAsync("ada", default);
        await node.Services.Subjects().RotateAsync("ada", "test");
        await node.Services.Subjects().EraseAsync("ada", "test");
        await node.Services.Subjects().ReEnrollAsync("ada", "test");

        foreach (var change in new[] { "created", "rotated", "erased", "re_enrolled" })
        {
            Assert.That(counted[change], Is.GreaterThanOrEqualTo(1), change);
        }

        Assert.That(counted["store"], Is.GreaterThanOrEqualTo(1));
        var raised = await node.Services.GetRequiredService<ISecurityEventStore>()
            .QueryAsync(new SecurityEventQuery { Type = "crypto.subject.", Subject = "ada", Limit = 10 }, default);
        Assert.That(raised.Select(e => e.Type), Is.EqualTo(new[]
        {
            CryptoEventTypes.SubjectKeyCreated, CryptoEventTypes.SubjectKeyRotated, CryptoEventTypes.SubjectErased, CryptoEventTypes.SubjectReEnrolled,
        }));
    }

    [Test]
    public async Task Fields_keep_their_types_and_places_and_go_with_the_subject()
    {
        await using var node = await TestSubjects.CreateAsync();
        var fields = node.Services.GetRequiredService<SubjectFieldCipher>();
        var place = new FieldPlace("profiles", "note", "7");
        var text = await fields.EncryptAsync("ada", "12345", place);
        var number = await fields.EncryptAsync("ada", 12345, place);

        Assert.That(await fields.DecryptAsync<string>("ada", text, place), Is.EqualTo("12345"));
        Assert.That(await fields.DecryptAsync<int>("ada", number, place), Is.EqualTo(12345));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await fields.DecryptAsync<int>("ada", text, place));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await fields.DecryptAsync<string>("ada", text, place with { RowKey = "8" }));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await fields.DecryptAsync<string>("bob", text, place));
        await node.Services.Subjects().EraseAsync("ada", "test");
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await fields.DecryptAsync<string>("ada", text, place));
        Assert.ThrowsAsync<SubjectErasedException>(async () => await fields.EncryptAsync("ada", "again", place));
    }
}
