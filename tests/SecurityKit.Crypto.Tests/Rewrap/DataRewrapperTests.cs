using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto.Tests.Migration;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Rewrap;

public sealed class DataRewrapperTests
{
    private const int Count = 40;

    private readonly ManualClock _clock = new();
    private MemoryMigrationSource _source = null!;
    private TestCrypto _crypto = null!;
    private IEncryptor _encryptor = null!;
    private DataRewrapper _rewrapper = null!;
    private string _workFolder = null!;
    private string _firstKey = null!;

    private RewrapPlan Plan => new() { Source = _source, WorkFolder = _workFolder, BatchSize = 10 };

    [SetUp]
    public async Task SetUp()
    {
        _workFolder = Directory.CreateTempSubdirectory("sk-rewrap-").FullName;
        _source = new MemoryMigrationSource();
        _crypto = await TestCrypto.CreateAsync(_clock);
        _encryptor = _crypto.Encryptor.ForPurpose("test.values");
        _rewrapper = _crypto.Services.GetRequiredService<DataRewrapper>();
        _firstKey = (await _crypto.KeyRings.GetStatusAsync()).CurrentKeyId;
        for (var i = 0; i < Count; i++)
        {
            Store(IdOf(i), $"value {i}");
        }

        await RotateAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _crypto.DisposeAsync();
        Directory.Delete(_workFolder, recursive: true);
    }

    [Test]
    public async Task A_dry_run_counts_and_changes_nothing_neither_data_nor_ring()
    {
        var before = _source.Values.ToDictionary();
        var report = await _rewrapper.DryRunAsync(Plan);

        Assert.That((report.Succeeded, report.BelowVersion, report.Version, report.ByVersion[1], report.Unreadable), Is.EqualTo((true, (long)Count, 2, (long)Count, (long?)0L)));
        Assert.That(_source.Values.ToDictionary(), Is.EqualTo(before));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).Data, Is.Empty);
    }

    [Test]
    public async Task The_report_says_n_below_version_v_and_is_written_as_JSON()
    {
        _source.Values["damaged"] = _source.Values[IdOf(0)];
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That(report.ToString(), Does.StartWith("1 below version 2"));
        Assert.That((report.Succeeded, report.Unreadable, report.Left.Single(), report.Rewrapped), Is.EqualTo((false, (long?)1L, "damaged", (long)Count)));
        var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_workFolder, "rewrap-report-rewrap.json"))).RootElement;
        Assert.That((json.GetProperty("belowVersion").GetInt64(), json.GetProperty("byVersion").GetProperty("1").GetInt64()), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public async Task Bytes_stay_bytes_text_stays_text_and_the_associated_data_is_kept()
    {
        var text = Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(_source.Values[IdOf(1)]));
        _source.Values[IdOf(1)] = text;
        await _rewrapper.RewrapAsync(Plan);

        Assert.That(_source.Values[IdOf(1)].All(b => b is > 32 and < 127), Is.True);
        Assert.That(_source.Values[IdOf(1)], Is.Not.EqualTo(text));
        Assert.That(_encryptor.Decrypt(_source.Values[IdOf(0)], Encoding.UTF8.GetBytes(IdOf(0))), Is.EqualTo("value 0"u8.ToArray()));
        Assert.That(() => _encryptor.Decrypt(_source.Values[IdOf(0)], Encoding.UTF8.GetBytes(IdOf(2))), Throws.TypeOf<DecryptionFailedException>());
    }

    [Test]
    public async Task A_run_that_fails_at_any_batch_goes_on_where_it_was([Values(0, 1, 2, 3)] int failingBatch)
    {
        var batches = 0;
        _source.BeforeReplace = _ => batches += batches == failingBatch ? throw new StoreUnavailableException("test") : 1;
        Assert.That(async () => await _rewrapper.RewrapAsync(Plan), Throws.TypeOf<StoreUnavailableException>());
        _source.BeforeReplace = _ => batches++;
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((report.Succeeded, report.Rewrapped, batches), Is.EqualTo((true, (long)Count, Count / 10)));
    }

    [Test]
    public async Task What_is_of_no_known_form_or_key_and_streams_of_another_place_are_counted_and_stand_in_the_way_of_success()
    {
        var stream = new MemoryStream();
        await _crypto.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("test.values").EncryptAsync(new MemoryStream([1, 2, 3]), stream, ReadOnlyMemory<byte>.Empty, null, CancellationToken.None);
        await RotateAsync();
        _source.Values["stream"] = stream.ToArray();
        _source.Values["other"] = "plain text"u8.ToArray();
        var foreign = _source.Values[IdOf(0)].ToArray();
        foreign[EnvelopeFormat.KeyIdOffset] ^= 1;
        _source.Values["foreign"] = foreign;
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((report.Succeeded, report.BelowVersion, report.Streams, report.Unreadable, report.UnknownForm, report.UnknownKey), Is.EqualTo((false, 1L, 1L, (long?)1L, 1L, 1L)));
        Assert.That(report.Left, Is.EquivalentTo(new[] { "stream", "other", "foreign" }));
    }

    [Test]
    public async Task A_key_with_data_left_outlives_its_grace_and_is_not_destroyed_until_the_data_has_moved()
    {
        await _rewrapper.CountAsync(Plan);
        _clock.Advance(TimeSpan.FromDays(61));

        Assert.That(await StateOfFirstAsync(), Is.EqualTo(KeyState.DecryptOnly), "a count says that data is left");
        Assert.That(_encryptor.Decrypt(_source.Values[IdOf(0)], Encoding.UTF8.GetBytes(IdOf(0))), Is.EqualTo("value 0"u8.ToArray()));
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, _firstKey, "tidy"), Is.EqualTo(KeyChange.StillUsable));
        Assert.That((await PostureAsync()).Status, Is.EqualTo(PostureStatus.Failed));

        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((report.Succeeded, report.BelowVersion), Is.EqualTo((true, 0L)));
        Assert.That(await StateOfFirstAsync(), Is.EqualTo(KeyState.Expired), "nothing is left, so its grace is over");
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, _firstKey, "tidy"), Is.EqualTo(KeyChange.Done));
        Assert.That((await PostureAsync()).Status, Is.EqualTo(PostureStatus.Passed));
    }

    [Test]
    public async Task A_key_that_had_expired_and_is_held_again_decrypts_for_who_used_it_before()
    {
        byte[] Read() => _encryptor.Decrypt(_source.Values[IdOf(0)], Encoding.UTF8.GetBytes(IdOf(0)));
        Assert.That(Read(), Is.EqualTo("value 0"u8.ToArray()));
        _clock.Advance(TimeSpan.FromDays(61));
        await _crypto.KeyRings.MaintainAsync();
        Assert.That(Read, Throws.TypeOf<DecryptionFailedException>(), "its grace is over");

        await _rewrapper.CountAsync(Plan);

        Assert.That(Read(), Is.EqualTo("value 0"u8.ToArray()));
        Assert.That((await _rewrapper.RewrapAsync(Plan)).Succeeded, Is.True);
    }

    [Test]
    public async Task Ids_that_no_key_of_the_ring_has_are_reported_and_do_not_make_the_ring_grow()
    {
        for (var i = 0; i < Count; i++)
        {
            var planted = _source.Values[IdOf(i)].ToArray();
            System.Security.Cryptography.RandomNumberGenerator.Fill(planted.AsSpan(EnvelopeFormat.KeyIdOffset, KeyId.SizeBytes));
            _source.Values[$"planted-{i}"] = planted;
        }

        var report = await _rewrapper.CountAsync(Plan);

        Assert.That((report.Succeeded, report.UnknownKey), Is.EqualTo((false, (long)Count)));
        Assert.That((await _crypto.KeyRings.GetStatusAsync()).Data.Single().ValuesByKey, Is.EqualTo(new Dictionary<string, long> { [_firstKey] = Count }));
    }

    [Test]
    public async Task A_revoked_key_with_data_left_is_destroyed_only_after_the_count_was_forgotten()
    {
        await _rewrapper.CountAsync(Plan);
        await _crypto.KeyRings.RevokeAsync(KeyRingNames.Data, _firstKey, "leak");

        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, _firstKey, "leak"), Is.EqualTo(KeyChange.DataLeft));
        Assert.That(await _crypto.KeyRings.ForgetDataAsync(KeyRingNames.Data, "elsewhere", "gone"), Is.False);
        Assert.That(await _crypto.KeyRings.ForgetDataAsync(KeyRingNames.Data, _source.Name, "given up"), Is.True);
        Assert.That(await _crypto.KeyRings.DestroyAsync(KeyRingNames.Data, _firstKey, "leak"), Is.EqualTo(KeyChange.Done));
    }

    [Test]
    public async Task A_work_folder_of_another_source_or_ring_is_refused()
    {
        await _rewrapper.RewrapAsync(Plan);
        var other = new InterruptedSource(new FolderMigrationSource(_workFolder, "test.values"), 0, () => Task.CompletedTask);

        Assert.That(async () => await _rewrapper.RewrapAsync(Plan with { Source = other }), Throws.TypeOf<SecurityKitException>());
        Assert.That(async () => await _rewrapper.RewrapAsync(Plan with { Ring = KeyRingNames.Signing }), Throws.ArgumentException);
    }

    private static string IdOf(int number) => $"id-{number:D4}";

    private void Store(string id, string value) => _source.Values[id] = _encryptor.Encrypt(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(id));

    private async Task RotateAsync()
    {
        await _crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");
        _clock.Advance(TimeSpan.FromHours(1));
    }

    private async Task<KeyState> StateOfFirstAsync() => (await _crypto.KeyRings.GetStatusAsync()).Keys.Single(k => k.Id == _firstKey).State;

    private ValueTask<PostureFinding> PostureAsync() =>
        _crypto.Services.GetServices<IPostureCheck>().Single(c => c.Id == "crypto.data.rewrap").CheckAsync(CancellationToken.None);
}
