namespace SecurityKit.Samples.Tests;

[TestFixture]
public sealed class ConsoleSampleTests
{
    private const int MostLines = 33;

    [Test]
    public async Task Sample_EncryptsRotatesDecrypts_AndItsKeysLast()
    {
        var folder = Directory.CreateTempSubdirectory("sk-console-");
        try
        {
            var (firstCode, first) = await SampleRun.Of("SecurityKit.Samples.Console", [folder.FullName]);
            var (secondCode, second) = await SampleRun.Of("SecurityKit.Samples.Console", [folder.FullName]);

            Assert.That((firstCode, secondCode), Is.EqualTo((0, 0)), first + second);
            Assert.That(first, Does.Contain("encrypted under key version 1").And.Contain("current is 2").And.Contain("decrypted with the old key: DE02"));
            Assert.That(second, Does.Contain("encrypted under key version 2").And.Contain("current is 3"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Sample_IsThirtyLinesOfCode()
    {
        var source = Path.Combine(RepositoryFolder.Root, "samples", "SecurityKit.Samples.Console", "Program.cs");

        Assert.That(File.ReadLines(source).Count(line => line.Trim().Length > 0), Is.AtMost(MostLines));
    }
}
