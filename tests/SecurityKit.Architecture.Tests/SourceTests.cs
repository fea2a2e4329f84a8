using System.Text.RegularExpressions;

namespace SecurityKit.Architecture.Tests;

[TestFixture]
public sealed partial class SourceTests
{
    private const int MaxLines = 400;

    /// <summary>Built from pieces, so that this file does not hold what it looks for.</summary>
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "NotImplemented" + "Exception"];

    private static readonly string[] TextFiles = ["*.cs", "*.md", "*.csproj", "*.props", "*.sh", "*.json", "*.config", "*.html", "*.js", "*.css", "*.yml"];

    [Test]
    public void NoSourceFile_IsLongerThanAConceptNeeds()
    {
        var tooLong = CodeFolders().SelectMany(folder => Repository.Files(folder))
            .Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines);

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void EachFileOfThePackages_HoldsOneTypeThatItIsNamedAfter()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files(Repository.Source).Where(file => !file.Contains("Migrations", StringComparison.Ordinal)))
        {
            var types = TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).ToArray();
            var name = Path.GetFileName(file).Split('.', '`', '{')[0];
            if (types.Length > 1 || (types.Length == 1 && types[0] != name))
            {
                wrong.Add($"{Repository.Relative(file)}: {string.Join(", ", types)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void NothingIsLeftUnfinished()
    {
        var marks = CodeFolders().SelectMany(folder => Repository.Files(folder))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Where: $"{Repository.Relative(file)}:{index + 1}", Line: line)))
            .Where(line => Unfinished.Any(word => line.Line.Contains(word, StringComparison.Ordinal)));

        Assert.That(marks.Select(mark => mark.Where), Is.Empty);
    }

    [Test]
    public void NoFile_NamesAPlaceOfOneMachine()
    {
        var found = TextFiles.SelectMany(pattern => Repository.Files(Repository.Root, pattern)).Distinct()
            .Where(file => MachinePath().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative);

        Assert.That(found, Is.Empty);
    }

    /// <summary>ASP.NET Core Identity asks for a hash synchronously; the kit hashes on threads of its own, so waiting cannot starve it.</summary>
    private static readonly string[] BehindASynchronousInterface = ["KitPasswordHasher.cs"];

    [Test]
    public void Packages_DoNotBlockOnTasksOrWriteToTheConsole()
    {
        var found = Repository.Files(Repository.Source)
            .Where(file => !file.Contains("SecurityKit.Cli", StringComparison.Ordinal))
            .Where(file => !BehindASynchronousInterface.Contains(Path.GetFileName(file)))
            .Where(file => Blocking().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative);

        Assert.That(found, Is.Empty);
    }

    private static IEnumerable<string> CodeFolders() =>
        new[] { "src", "tests", "samples", "benchmarks" }.Select(name => Path.Combine(Repository.Root, name)).Where(Directory.Exists);

    [GeneratedRegex(@"^(?:public |internal |file |sealed |static |abstract |partial |readonly |unsafe |ref )*(?:class|record struct|record class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(?<![\w.~$}])/(?:work|home|root|Users)/\w|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\bConsole\.Write|\basync void\b|\.Wait\(\)")]
    private static partial Regex Blocking();
}
