using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Migration;

public sealed class FolderMigrationSourceTests : MigrationSourceContract
{
    private string _folder = null!;
    private FolderMigrationSource _source = null!;

    protected override IMigrationSource Source => _source;

    protected override int ManyValues => 1_000;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("sk-values-").FullName;
        _source = new FolderMigrationSource(_folder, Purpose);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Files_of_subfolders_are_named_by_their_path_and_others_are_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a", "b"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "a", "b", "c.enc"), "1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "readme.txt"), "2");
        var source = new FolderMigrationSource(_folder, Purpose, "*.enc");
        var items = await source.ReadAsync(null, 10, CancellationToken.None);
        Assert.That(items.Select(i => i.Id), Is.EqualTo(new[] { "a/b/c.enc" }));
    }

    [TestCase("../outside")]
    [TestCase("/etc/passwd")]
    [TestCase("a/../../outside")]
    public void An_id_that_leads_out_of_the_folder_is_refused(string id) =>
        Assert.That(async () => await _source.FindAsync(id, CancellationToken.None), Throws.ArgumentException);

    [Test]
    public async Task A_folder_named_with_a_slash_at_its_end_and_the_root_are_folders_like_others()
    {
        await WriteStoredAsync("id-1", "x"u8.ToArray());
        var source = new FolderMigrationSource(_folder + Path.DirectorySeparatorChar, Purpose);
        var root = new FolderMigrationSource(Path.GetPathRoot(_folder)!, Purpose);

        Assert.That((await source.ReadAsync(null, 10, CancellationToken.None)).Select(i => i.Id), Is.EqualTo(new[] { "id-1" }));
        Assert.That(source.Name, Is.EqualTo(_source.Name));
        Assert.That((await root.FindAsync(Path.GetRelativePath("/", Path.Combine(_folder, "id-1")), CancellationToken.None))!.Content.ToArray(), Is.EqualTo("x"u8.ToArray()));
        Assert.That(async () => await source.FindAsync("../outside", CancellationToken.None), Throws.ArgumentException);
    }

    [Test]
    public void Folders_of_one_path_on_two_machines_are_two_sources()
    {
        Assert.That(_source.Name, Is.EqualTo($"folder {Environment.MachineName} {_folder} *"));
        Assert.That(new FolderMigrationSource(_folder, Purpose) { Machine = "elsewhere" }.Name, Is.EqualTo($"folder elsewhere {_folder} *"));
    }

    [Test]
    public async Task A_file_too_large_for_any_envelope_stops_nothing_and_is_never_replaced()
    {
        MakeSparse("huge", 3L << 30);
        await WriteStoredAsync("small", "x"u8.ToArray());
        await using var crypto = await TestCrypto.CreateAsync();
        var rewrapper = crypto.Services.GetRequiredService<DataRewrapper>();
        var work = Directory.CreateTempSubdirectory("sk-work-");
        try
        {
            var report = await rewrapper.RewrapAsync(new RewrapPlan { Source = _source, WorkFolder = work.FullName });
            Assert.That((report.Examined, report.UnknownForm, report.Succeeded), Is.EqualTo((2L, 2L, false)));
        }
        finally
        {
            work.Delete(recursive: true);
        }

        var replaced = await _source.ReplaceAsync([new MigrationReplacement("huge", ReadOnlyMemory<byte>.Empty, "new"u8.ToArray())], CancellationToken.None);
        Assert.That(replaced, Is.EqualTo(new[] { false }), "what was not read is not what is expected");
        Assert.That(new FileInfo(Path.Combine(_folder, "huge")).Length, Is.EqualTo(3L << 30));
    }

    [Test]
    public async Task A_page_of_large_files_ends_before_it_fills_the_memory()
    {
        foreach (var id in new[] { "1", "2", "3" })
        {
            MakeSparse(id, 40 << 20);
        }

        var first = await _source.ReadAsync(null, 10, CancellationToken.None);
        var second = await _source.ReadAsync(first[^1].Id, 10, CancellationToken.None);
        Assert.That((string.Concat(first.Select(i => i.Id)), string.Concat(second.Select(i => i.Id))), Is.EqualTo(("12", "3")));
    }

    [Test]
    public async Task A_file_keeps_its_access_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Access rights of files are of Unix.");
        }

        var path = Path.Combine(_folder, "id-000001");
        await File.WriteAllTextAsync(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await _source.ReplaceAsync([new MigrationReplacement("id-000001", "old"u8.ToArray(), "new"u8.ToArray())], CancellationToken.None);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { path }), "nothing temporary is left");
    }

    private void MakeSparse(string id, long size)
    {
        using var file = File.Create(Path.Combine(_folder, id));
        file.SetLength(size);
    }

    protected override async Task FillAsync(IReadOnlyDictionary<string, byte[]> values)
    {
        foreach (var (id, value) in values)
        {
            await WriteStoredAsync(id, value);
        }
    }

    protected override async Task<byte[]?> ReadStoredAsync(string id) =>
        File.Exists(Path.Combine(_folder, id)) ? await File.ReadAllBytesAsync(Path.Combine(_folder, id)) : null;

    // By renaming, as a host must: a reader would see a file that is being written as damaged.
    protected override async Task WriteStoredAsync(string id, byte[] content)
    {
        var temporary = Path.Combine(Path.GetTempPath(), $"sk-{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(temporary, content);
        File.Move(temporary, Path.Combine(_folder, id), overwrite: true);
    }
}
