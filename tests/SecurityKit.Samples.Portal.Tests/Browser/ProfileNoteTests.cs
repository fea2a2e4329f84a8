using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>A note under a key of its writer alone, and what is left of it when the account goes.</summary>
public sealed class ProfileNoteTests : BrowserTest
{
    private string Database => Path.Combine(Portal.DataFolder, "portal.db");

    [Test]
    public async Task ANote_IsItsWritersAlone_AndUnreadableOnceTheAccountIsDeleted_AlsoAfterTheDatabaseOfBeforeIsPutBack()
    {
        const string Text = "Prefers to be called after six.";
        var person = Person.New();
        await Page.SignUpAsync(person);
        await Page.GotoAsync("/account/note");
        await Page.Field("Note").FillAsync(Text);
        await Page.Button("Save").ClickAsync();
        await Page.GetByText("Your note is saved.").WaitForAsync();
        Assert.That(await Page.Field("Note").InputValueAsync(), Is.EqualTo(Text));
        await using var elsewhere = await NewContextAsync();
        var other = await elsewhere.NewPageAsync();
        await other.SignUpAsync(Person.New());
        await other.GotoAsync("/account/note");
        Assert.That(await other.Field("Note").InputValueAsync(), Is.Empty);
        var file = Directory.GetFiles(Path.Combine(Portal.DataFolder, "notes")).Single();
        Assert.That(await File.ReadAllTextAsync(file), Does.Not.Contain("six"));
        Portal.Kill();
        var backup = Database + ".backup";
        CopyDatabase(Database, backup);
        await Portal.RestartAsync();

        using var client = Portal.Client();
        client.AccessToken = (await client.PostAsync("/login", person.Login))["accessToken"];
        Assert.That((int)(await client.PostAsync("/me/delete", new { password = person.Password })).Status, Is.EqualTo(204));

        Assert.That(File.Exists(file), Is.True, "nobody deleted the file, as nobody deletes it from backups");
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(Portal.DataFolder, "erasures.journal")), Has.Length.EqualTo(1));
        Portal.Kill();
        CopyDatabase(backup, Database);
        await Portal.RestartAsync();

        // The account is back with its database; its note is not.
        await Page.SignInAsync(person);
        await Page.GotoAsync("/account/note");
        await Page.GetByText("The note of this account cannot be read any more.").WaitForAsync();
        Assert.That(await Page.Field("Note").InputValueAsync(), Is.Empty);
        await Page.Field("Note").FillAsync("again");
        await Page.Button("Save").ClickAsync();
        await Page.GetByText("Nothing is kept for this account any more.").WaitForAsync();
    }

    [TearDown]
    public void StopPortal() => Portal.Dispose();

    protected override Task<PortalProcess> StartPortalAsync() => PortalProcess.StartAsync();

    private static void CopyDatabase(string from, string to)
    {
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(to + part);
            if (File.Exists(from + part))
            {
                File.Copy(from + part, to + part);
            }
        }
    }
}
