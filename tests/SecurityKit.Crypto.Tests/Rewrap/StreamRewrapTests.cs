using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto.Tests.Migration;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Rewrap;

/// <summary>Files of the stream format move to the newest key: whole, bound as before, and never against the host.</summary>
public sealed class StreamRewrapTests
{
    private const string Purpose = "test.values";
    private const int MebiByte = 1 << 20;

    private readonly ManualClock _clock = new();
    private TestCrypto _crypto = null!;
    private IStreamEncryptor _streams = null!;
    private DataRewrapper _rewrapper = null!;
    private string _root = null!;

    private string Values => Path.Combine(_root, "values");

    private RewrapPlan Plan => new() { Source = new FolderMigrationSource(Values, Purpose), WorkFolder = Path.Combine(_root, "work"), BatchSize = 10 };

    [SetUp]
    public async Task SetUp()
    {
        _root = Directory.CreateTempSubdirectory("sk-streams-").FullName;
        Directory.CreateDirectory(Values);
        _crypto = await TestCrypto.CreateAsync(_clock, o => o.AddRing("archive"));
        _streams = _crypto.Services.GetRequiredService<IStreamEncryptor>().ForPurpose(Purpose);
        _rewrapper = _crypto.Services.GetRequiredService<DataRewrapper>();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _crypto.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(65_536)]
    [TestCase((5 * MebiByte) + 123)]
    public async Task A_stream_file_moves_to_the_newest_key_and_none_is_left_below_it(int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        await StoreAsync("video.sk", data);
        await RotateAsync();
        var dry = await _rewrapper.DryRunAsync(Plan);
        var counted = await _rewrapper.CountAsync(Plan);
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((dry.Succeeded, dry.BelowVersion, dry.Streams, dry.Unreadable), Is.EqualTo((true, 1L, 1L, (long?)0L)));
        Assert.That(counted.ToString(), Does.StartWith("1 below version 2"));
        Assert.That(report.ToString(), Does.StartWith("0 below version 2"));
        Assert.That((report.Succeeded, report.Rewrapped, report.RewrappedStreams, report.Streams, report.ByVersion[2]), Is.EqualTo((true, 1L, 1L, 0L, 1L)), report.ToJson());
        Assert.That(await KeyOfAsync("video.sk"), Is.EqualTo((await _crypto.KeyRings.GetStatusAsync()).CurrentKeyId));
        Assert.That(await ReadAsync("video.sk", "video.sk"), Is.EqualTo(data));
        Assert.That(async () => await ReadAsync("video.sk", "other.sk"), Throws.TypeOf<DecryptionFailedException>(), "bound to the same data as before");
        Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(1), "nothing temporary is left");
    }

    [Test]
    public async Task A_stream_file_keeps_its_access_rights_and_its_owner()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root on Linux can give files to others.");
        }

        await StoreAsync("video.sk", new byte[100]);
        var path = PathOf("video.sk");
        await RunAsync("chown", "1234:2345", path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await RotateAsync();
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That(report.Rewrapped, Is.EqualTo(1));
        Assert.That(await RunAsync("stat", "-c", "%u:%g %a", path), Is.EqualTo("1234:2345 640"));
    }

    [TestCase("cut by a byte")]
    [TestCase("cut between segments")]
    [TestCase("cut to the header")]
    [TestCase("a bit of the last segment")]
    [TestCase("a byte more")]
    [TestCase("moved to another place")]
    public async Task A_stream_that_was_cut_or_changed_is_refused_reported_and_left_untouched(string damage)
    {
        await StoreAsync("good.sk", RandomNumberGenerator.GetBytes(MebiByte));
        await StoreAsync("bad.sk", RandomNumberGenerator.GetBytes(MebiByte));
        await RotateAsync();
        var stored = await File.ReadAllBytesAsync(PathOf("bad.sk"));
        byte[] damaged = damage switch
        {
            "cut by a byte" => stored[..^1],
            "cut between segments" => stored[..(StreamFormat.HeaderSizeBytes + (3 * ((1 << StreamFormat.DefaultSegmentBits) + Aead.TagSizeBytes)))],
            "cut to the header" => stored[..StreamFormat.HeaderSizeBytes],
            "a bit of the last segment" => [.. stored[..^1], (byte)(stored[^1] ^ 1)],
            "a byte more" => [.. stored, 0],
            _ => await File.ReadAllBytesAsync(PathOf("good.sk")),
        };
        await File.WriteAllBytesAsync(PathOf("bad.sk"), damaged);
        var dry = await _rewrapper.DryRunAsync(Plan);
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((dry.Succeeded, dry.Unreadable), Is.EqualTo((false, (long?)1L)));
        Assert.That((report.Succeeded, report.BelowVersion, report.Streams, report.Unreadable, report.Rewrapped), Is.EqualTo((false, 1L, 1L, (long?)1L, 1L)), report.ToJson());
        Assert.That(report.Left, Is.EqualTo(new[] { "bad.sk" }));
        Assert.That(await File.ReadAllBytesAsync(PathOf("bad.sk")), Is.EqualTo(damaged), "byte for byte as it was");
        Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(2), "nothing temporary is left");
    }

    [TestCase("replaced")]
    [TestCase("changed in place, its time set back")]
    [TestCase("replaced by one of the same length and time")]
    [TestCase("deleted")]
    public async Task A_file_that_the_host_changes_meanwhile_is_not_overwritten(string change)
    {
        await StoreAsync("video.sk", new byte[MebiByte]);
        await RotateAsync();
        var path = PathOf("video.sk");
        byte[]? ofTheHost = null;
        var isChanged = await StreamOf("video.sk").ReplaceAsync(
            async (source, destination, token) =>
            {
                await StreamRenewal.RenewAsync(_streams, source, destination, AssociatedDataOf("video.sk"), token);
                ofTheHost = await ChangeAsync(path, change);
            },
            CancellationToken.None);

        Assert.That(isChanged, Is.False);
        Assert.That(File.Exists(path) ? await File.ReadAllBytesAsync(path) : null, Is.EqualTo(ofTheHost));
        Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(ofTheHost is null ? 0 : 1), "nothing temporary is left");
    }

    [Test]
    public async Task A_file_that_the_host_replaced_meanwhile_is_moved_by_a_further_pass_with_what_the_host_wrote()
    {
        await StoreAsync("video.sk", new byte[MebiByte]);
        await StoreAsync("of-the-host", [1, 2, 3], boundTo: "video.sk");
        var ofTheHost = await File.ReadAllBytesAsync(PathOf("of-the-host"));
        File.Delete(PathOf("of-the-host"));
        await RotateAsync();
        var source = new MeddlingSource(new FolderMigrationSource(Values, Purpose), () =>
        {
            File.WriteAllBytes(PathOf("new"), ofTheHost);
            File.Move(PathOf("new"), PathOf("video.sk"), overwrite: true);
        });
        var report = await _rewrapper.RewrapAsync(Plan with { Source = source });

        Assert.That((report.Succeeded, report.Rewrapped, report.BelowVersion), Is.EqualTo((true, 1L, 0L)), report.ToJson());
        Assert.That(await ReadAsync("video.sk", "video.sk"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task A_disk_that_fails_in_the_middle_leaves_the_file_as_it_was()
    {
        await StoreAsync("video.sk", new byte[MebiByte]);
        var before = await File.ReadAllBytesAsync(PathOf("video.sk"));
        var full = new IOException("No space left on device");

        Assert.That(
            async () => await StreamOf("video.sk").ReplaceAsync(
                (source, destination, token) => StreamRenewal.RenewAsync(_streams, source, new FullDisk(destination, 200_000, full), AssociatedDataOf("video.sk"), token),
                CancellationToken.None),
            Throws.Exception.SameAs(full));
        Assert.That(await File.ReadAllBytesAsync(PathOf("video.sk")), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(1), "nothing temporary is left");
    }

    [Test]
    public async Task What_does_not_read_back_does_not_take_the_place_of_what_does()
    {
        await StoreAsync("video.sk", new byte[MebiByte]);
        var before = await File.ReadAllBytesAsync(PathOf("video.sk"));

        Assert.That(
            async () => await StreamOf("video.sk").ReplaceAsync(
                (source, destination, token) => StreamRenewal.RenewAsync(_streams, source, new LossyDisk(destination), AssociatedDataOf("video.sk"), token),
                CancellationToken.None),
            Throws.TypeOf<SecurityKitException>());
        Assert.That(await File.ReadAllBytesAsync(PathOf("video.sk")), Is.EqualTo(before));
    }

    [Test]
    public async Task A_large_stream_is_never_whole_in_memory()
    {
        const int Size = 96 * MebiByte;
        await using (var file = File.Create(PathOf("large.sk")))
        {
            await _streams.EncryptAsync(new ZeroStream(Size), file, AssociatedDataOf("large.sk"));
        }

        await RotateAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var report = await _rewrapper.RewrapAsync(Plan);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

        await TestContext.Out.WriteLineAsync($"{allocated >> 10} KiB allocated in all for {Size >> 20} MiB");
        Assert.That(report.RewrappedStreams, Is.EqualTo(1));
        Assert.That(allocated, Is.LessThan(Size / 4));
    }

    [Test]
    public async Task What_a_dead_process_left_is_removed_and_what_a_living_one_writes_or_the_host_owns_is_not()
    {
        await StoreAsync("video.sk", [1]);
        await RotateAsync();
        var (dead, living, hosts) = (PathOf("video.sk.0123456789abcdef.migrating"), PathOf("video.sk.fedcba9876543210.migrating"), PathOf("birds.migrating"));
        await File.WriteAllBytesAsync(dead, [1]);
        await File.WriteAllBytesAsync(hosts, [2]);
        await using var open = new FileStream(living, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        var counted = await _rewrapper.CountAsync(Plan);
        var isThereAfterCount = File.Exists(dead);
        var report = await _rewrapper.RewrapAsync(Plan);

        Assert.That((counted.Examined, report.Examined), Is.EqualTo((2L, 2L)), "what is temporary is no value");
        Assert.That(isThereAfterCount, Is.True, "a count changes nothing");
        Assert.That((File.Exists(dead), File.Exists(living), File.Exists(hosts)), Is.EqualTo((false, true, true)));
        Assert.That(report.Left, Is.EqualTo(new[] { "birds.migrating" }));
    }

    [Test]
    public async Task A_stream_of_another_ring_moves_within_that_ring()
    {
        var archive = _crypto.Services.GetRequiredService<IEncryptorProvider>().StreamsForRing("archive").ForPurpose(Purpose);
        await using (var file = File.Create(PathOf("old.sk")))
        {
            await archive.EncryptAsync(new MemoryStream([1, 2]), file, AssociatedDataOf("old.sk"));
        }

        await RotateAsync("archive");
        var wrongRing = await _rewrapper.CountAsync(Plan with { WorkFolder = Path.Combine(_root, "other") });
        var report = await _rewrapper.RewrapAsync(Plan with { Ring = "archive" });

        Assert.That(wrongRing.UnknownKey, Is.EqualTo(1));
        Assert.That((report.Succeeded, report.RewrappedStreams), Is.EqualTo((true, 1L)), report.ToJson());
        Assert.That(() => _crypto.Services.GetRequiredService<IEncryptorProvider>().StreamsForRing(KeyRingNames.Signing), Throws.ArgumentException);
    }

    [Test]
    public async Task Streams_that_a_source_holds_in_memory_move_too()
    {
        var source = new MemoryMigrationSource();
        foreach (var id in new[] { "a", "b" })
        {
            using var stored = new MemoryStream();
            await _streams.EncryptAsync(new MemoryStream([1, 2, 3]), stored, AssociatedDataOf("a"));
            source.Values[id] = stored.ToArray();
        }

        await RotateAsync();
        var report = await _rewrapper.RewrapAsync(Plan with { Source = source });
        using var read = new MemoryStream();
        await _streams.DecryptAsync(new MemoryStream(source.Values["a"]), read, AssociatedDataOf("a"));

        Assert.That((report.Succeeded, report.Rewrapped, report.RewrappedStreams, report.Unreadable), Is.EqualTo((false, 1L, 1L, (long?)1L)), report.ToJson());
        Assert.That(report.Left, Is.EqualTo(new[] { "b" }), "it is bound to another place");
        Assert.That(read.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static byte[] AssociatedDataOf(string id) => Encoding.UTF8.GetBytes(id);

    private StreamedFile StreamOf(string id) => new(PathOf(id));

    private string PathOf(string id) => Path.Combine(Values, id);

    private async Task StoreAsync(string id, byte[] data, string? boundTo = null)
    {
        await using var file = File.Create(PathOf(id));
        await _streams.EncryptAsync(new MemoryStream(data), file, AssociatedDataOf(boundTo ?? id));
    }

    private async Task<byte[]> ReadAsync(string id, string boundTo)
    {
        await using var file = File.OpenRead(PathOf(id));
        using var data = new MemoryStream();
        await _streams.DecryptAsync(file, data, AssociatedDataOf(boundTo));
        return data.ToArray();
    }

    private async Task<string> KeyOfAsync(string id)
    {
        var stored = await File.ReadAllBytesAsync(PathOf(id));
        return StoredKey.Of(stored)!.Value.KeyId.ToString();
    }

    private async Task RotateAsync(string ring = KeyRingNames.Data)
    {
        await _crypto.KeyRings.RotateAsync(ring, "test");
        _clock.Advance(TimeSpan.FromHours(1));
    }

    /// <returns>What the host has stored.</returns>
    private static async Task<byte[]?> ChangeAsync(string path, string change)
    {
        var changed = await File.ReadAllBytesAsync(path);
        changed[^1] ^= 1;
        var writtenAt = File.GetLastWriteTimeUtc(path);
        switch (change)
        {
            case "deleted":
                File.Delete(path);
                return null;
            case "changed in place, its time set back":
                await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
                {
                    file.Seek(-1, SeekOrigin.End);
                    file.WriteByte(changed[^1]);
                }

                File.SetLastWriteTimeUtc(path, writtenAt);
                return changed;
            case "replaced by one of the same length and time":
                await File.WriteAllBytesAsync(path + ".new", changed);
                File.SetLastWriteTimeUtc(path + ".new", writtenAt);
                File.Move(path + ".new", path, overwrite: true);
                return changed;
            default:
                await File.WriteAllBytesAsync(path + ".new", [1, 2, 3]);
                File.Move(path + ".new", path, overwrite: true);
                return [1, 2, 3];
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
        return output.Trim();
    }
}
