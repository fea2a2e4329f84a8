using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Migration.Node;

namespace SecurityKit.Crypto.Tests.Migration;

/// <summary>A migration in a process of its own, killed again and again, while this process reads.</summary>
public sealed class KilledMigrationTests
{
    private const int Count = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private string _root = null!;

    private string Keys => Path.Combine(_root, "keys");

    private string Values => Path.Combine(_root, "values");

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("sk-killed-").FullName;
        Directory.CreateDirectory(Keys);
        Directory.CreateDirectory(Values);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_migration_that_is_killed_in_every_phase_ends_well_and_no_reader_notices()
    {
        await File.WriteAllBytesAsync(Path.Combine(Keys, "master.key"), Testing.TestCrypto.NewMasterKey());
        await using var services = await MigrationNode.StartAsync(Keys);
        var fernet = MigrationNode.Fernet();
        for (var i = 0; i < Count; i++)
        {
            await File.WriteAllBytesAsync(PathOf(i), fernet.Encrypt(Encoding.UTF8.GetBytes($"value {i}")));
        }

        var reader = new LegacyReader(services.GetRequiredService<IEncryptor>().ForPurpose(MigrationNode.Purpose), fernet);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadOn(reader, stop.Token));

        Assert.That(await RunAsync(killAt: "BackingUp 100"), Is.False);
        Assert.That(Directory.GetFiles(Values).Select(File.ReadAllBytes).All(content => fernet.IsMine(content)), Is.True, "nothing is replaced before the backup is whole");
        Assert.That(await RunAsync(killAt: "Migrating 20"), Is.False);
        Assert.That(await RunAsync(killAt: "Migrating 120"), Is.False);
        Assert.That(await RunAsync(killAt: "Migrating 250"), Is.False);
        Assert.That(await RunAsync(killAt: "Verifying 50"), Is.False);
        Assert.That(await RunAsync(killAt: null), Is.True);

        await stop.CancelAsync();
        Assert.That(await reading, Is.GreaterThan(Count));
        for (var i = 0; i < Count; i++)
        {
            var stored = await File.ReadAllBytesAsync(PathOf(i));
            Assert.That(fernet.IsMine(stored), Is.False);
            Assert.That(Encoding.UTF8.GetString(reader.Read(stored, IdOf(i)).Plaintext), Is.EqualTo($"value {i}"));
        }
    }

    [Test]
    public async Task A_rewrap_that_is_killed_in_every_phase_ends_well_and_no_reader_notices()
    {
        await File.WriteAllBytesAsync(Path.Combine(Keys, "master.key"), Testing.TestCrypto.NewMasterKey());
        var clock = new Testing.ManualClock(TimeProvider.System.GetUtcNow().AddHours(-2));
        await using (var services = await MigrationNode.StartAsync(Keys, clock))
        {
            var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose(MigrationNode.Purpose);
            for (var i = 0; i < Count; i++)
            {
                await File.WriteAllBytesAsync(PathOf(i), encryptor.Encrypt(Encoding.UTF8.GetBytes($"value {i}"), IdOf(i)));
            }

            await services.GetRequiredService<IKeyRingManager>().RotateAsync(KeyRingNames.Data, "test");
        }

        await using var now = await MigrationNode.StartAsync(Keys);
        var reader = new LegacyReader(now.GetRequiredService<IEncryptor>().ForPurpose(MigrationNode.Purpose));
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => ReadOn(reader, stop.Token));

        Assert.That(await RunAsync(killAt: "Counting 100", "rewrap"), Is.False);
        Assert.That(await RunAsync(killAt: "Rewrapping 20", "rewrap"), Is.False);
        Assert.That(await RunAsync(killAt: "Rewrapping 120", "rewrap"), Is.False);
        Assert.That(await RunAsync(killAt: "Counting 50", "rewrap"), Is.False);
        Assert.That(await RunAsync(killAt: null, "rewrap"), Is.True);

        await stop.CancelAsync();
        Assert.That(await reading, Is.GreaterThan(Count));
        var report = await now.GetRequiredService<DataRewrapper>().CountAsync(
            new RewrapPlan { Source = new FolderMigrationSource(Values, MigrationNode.Purpose), WorkFolder = Path.Combine(_root, "count") });
        Assert.That((report.Examined, report.BelowVersion, report.Version), Is.EqualTo(((long)Count, 0L, 2)));
    }

    [Test]
    public async Task A_rewrap_of_streams_that_is_killed_in_every_phase_ends_well_no_reader_notices_and_no_plaintext_reaches_the_disk()
    {
        const int Streams = 3;
        var marker = Encoding.UTF8.GetBytes("what nobody else may read; ");
        var data = Enumerable.Repeat(marker, (3 << 20) / marker.Length).SelectMany(m => m).ToArray();
        await File.WriteAllBytesAsync(Path.Combine(Keys, "master.key"), Testing.TestCrypto.NewMasterKey());
        await using (var services = await MigrationNode.StartAsync(Keys, new Testing.ManualClock(TimeProvider.System.GetUtcNow().AddHours(-2))))
        {
            var encryptor = services.GetRequiredService<IStreamEncryptor>().ForPurpose(MigrationNode.Purpose);
            for (var i = 0; i < Streams; i++)
            {
                await using var file = File.Create(PathOf(i));
                await encryptor.EncryptAsync(new MemoryStream(data), file, IdOf(i));
            }

            await services.GetRequiredService<IKeyRingManager>().RotateAsync(KeyRingNames.Data, "test");
        }

        await using var now = await MigrationNode.StartAsync(Keys);
        var streams = now.GetRequiredService<IStreamEncryptor>().ForPurpose(MigrationNode.Purpose);
        (string KillAt, int Temporary)[] kills =
        [
            ("Counting 3", 0), ($"Writing {NameOf(0)} 2", 1), ($"Written {NameOf(0)}", 1), ($"Placed {NameOf(0)}", 0), ($"Writing {NameOf(1)} 1", 1), ("Rewrapping 3", 0),
        ];
        foreach (var (killAt, temporary) in kills)
        {
            Assert.That(await RunAsync(killAt, "rewrap"), Is.False, killAt);
            Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(Streams + temporary), killAt);
            await CheckAsync(killAt);
        }

        Assert.That(await RunAsync(killAt: null, "rewrap"), Is.True);
        Assert.That(Directory.GetFiles(Values), Has.Length.EqualTo(Streams), "what the killed ones left is gone");
        await CheckAsync("the end");
        var report = await now.GetRequiredService<DataRewrapper>().CountAsync(
            new RewrapPlan { Source = new FolderMigrationSource(Values, MigrationNode.Purpose), WorkFolder = Path.Combine(_root, "count") });
        Assert.That((report.Examined, report.BelowVersion, report.Streams, report.Version, report.Succeeded), Is.EqualTo(((long)Streams, 0L, 0L, 2, true)));

        async Task CheckAsync(string killAt)
        {
            for (var i = 0; i < Streams; i++)
            {
                await using var file = File.OpenRead(PathOf(i));
                using var read = new MemoryStream();
                await streams.DecryptAsync(file, read, IdOf(i));
                Assert.That(read.ToArray().AsSpan().SequenceEqual(data), Is.True, killAt);
            }

            foreach (var file in Directory.GetFiles(_root, "*", SearchOption.AllDirectories))
            {
                Assert.That((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(marker), Is.EqualTo(-1), $"{killAt}: {file}");
            }
        }
    }

    private static byte[] IdOf(int number) => Encoding.UTF8.GetBytes(NameOf(number));

    private static string NameOf(int number) => $"value-{number:D4}";

    private string PathOf(int number) => Path.Combine(Values, NameOf(number));

    private long ReadOn(LegacyReader reader, CancellationToken stop)
    {
        var count = 0L;
        while (!stop.IsCancellationRequested)
        {
            var number = (int)(count % Count);
            Assert.That(Encoding.UTF8.GetString(reader.Read(File.ReadAllBytes(PathOf(number)), IdOf(number)).Plaintext), Is.EqualTo($"value {number}"));
            count++;
        }

        return count;
    }

    /// <returns>Whether it ended by itself, and well.</returns>
    private async Task<bool> RunAsync(string? killAt, string action = "migrate")
    {
        using var limit = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "SecurityKit.Migration.Node.dll"), Keys, Values, Path.Combine(_root, "work") },
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(killAt ?? "never");
        start.ArgumentList.Add(action);

        using var process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line == killAt)
                {
                    return false;
                }
            }

            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
