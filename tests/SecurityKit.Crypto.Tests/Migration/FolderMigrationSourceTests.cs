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
