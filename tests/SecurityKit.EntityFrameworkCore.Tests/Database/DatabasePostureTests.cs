using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class DatabasePostureTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "File modes are a Unix matter.")]
    [UnsupportedOSPlatform("windows")]
    public async Task SqliteFile_ThatTheKitMade_PassesAndOneThatOthersCanReadFails()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var check = database.Services.GetServices<IPostureCheck>().OfType<SqliteFilePostureCheck>().Single();
        Assert.That((await check.CheckAsync(default)).Status, Is.EqualTo(PostureStatus.Passed));

        var path = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);

        var finding = await check.CheckAsync(default);
        Assert.That((finding.Status, finding.Evidence), Is.EqualTo((PostureStatus.Failed, "Its mode is 604.")));
    }

    [TestCase("Host=127.0.0.1;Database=x", PostureStatus.Passed)]
    [TestCase("Host=localhost;Database=x", PostureStatus.Passed)]
    [TestCase("Host=/var/run/postgresql;Database=x", PostureStatus.Passed)]
    [TestCase("Host=db;Database=x;SSL Mode=VerifyFull", PostureStatus.Passed)]
    [TestCase("Host=db;Database=x;SSL Mode=Require", PostureStatus.Partial)]
    [TestCase("Host=db;Database=x", PostureStatus.Failed)]
    [TestCase("Host=localhost,db;Database=x;SSL Mode=Disable", PostureStatus.Failed)]
    public async Task PostgreSqlTransport_IsJudgedByTheConnectionString(string connectionString, PostureStatus expected)
    {
        await using var services = TestDatabase.Build(DatabaseProvider.PostgreSql, connectionString + ";Password=hunter2", null, null);
        var finding = await services.GetServices<IPostureCheck>().OfType<PostgreSqlTransportPostureCheck>().Single().CheckAsync(default);

        Assert.That(finding.Status, Is.EqualTo(expected));
        Assert.That(finding.ToString(), Does.Not.Contain("hunter2"));
    }
}
