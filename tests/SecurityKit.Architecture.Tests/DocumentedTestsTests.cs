using System.Text.RegularExpressions;

namespace SecurityKit.Architecture.Tests;

/// <summary>A table in docs/ that says which test shows a requirement names tests that exist.</summary>
[TestFixture]
public sealed partial class DocumentedTestsTests
{
    private const string Heading = "shown by";

    private static readonly Lazy<Dictionary<string, string>> TestClasses = new(ReadTestClasses);

    [Test]
    public void EveryRow_NamesATestThatExists_OrThePageThatDocumentsIt()
    {
        var rows = Rows().ToArray();
        Assert.That(rows, Has.Length.GreaterThan(30));
        var wrong = new List<string>();
        foreach (var (page, requirement, cell) in rows)
        {
            var names = Name().Matches(cell).Select(match => match.Groups[1].Value).ToArray();
            if (names.Length == 0 && !cell.Contains("this page", StringComparison.Ordinal))
            {
                wrong.Add($"{page}: '{requirement}' names no test");
            }

            wrong.AddRange(Missing(names).Select(name => $"{page}: '{requirement}' names {name}, which is no test"));
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("SignInTests.There_is_no_such_test")]
    [TestCase("NoSuchTests")]
    public void ATestThatDoesNotExist_IsFound(string name) => Assert.That(Missing([name]), Is.EqualTo(new[] { name }));

    /// <summary>A name is a class, a class and a method, or a method of the class named before it.</summary>
    private static IEnumerable<string> Missing(IEnumerable<string> names)
    {
        var present = string.Empty;
        foreach (var name in names)
        {
            var parts = name.Split('.');
            var isClass = parts.Length == 2 || TestClasses.Value.ContainsKey(parts[0]);
            present = isClass ? parts[0] : present;
            var method = parts.Length == 2 ? parts[1] : isClass ? null : parts[0];
            if (!TestClasses.Value.TryGetValue(present, out var text)
                || (method is not null && !Regex.IsMatch(text, $@"public (async Task|void|Task) {Regex.Escape(method)}\(", RegexOptions.None, TimeSpan.FromSeconds(5))))
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<(string Page, string Requirement, string Cell)> Rows()
    {
        foreach (var page in Repository.Files(Path.Combine(Repository.Root, "docs"), "*.md"))
        {
            var column = -1;
            foreach (var line in File.ReadLines(page))
            {
                var cells = line.StartsWith('|') ? line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries) : [];
                if (cells.Length == 0)
                {
                    column = -1;
                }
                else if (Array.IndexOf(cells, Heading) is >= 0 and var found)
                {
                    column = found;
                }
                else if (column >= 0 && !cells[0].StartsWith("---", StringComparison.Ordinal))
                {
                    yield return (Repository.Relative(page), cells[0], column < cells.Length ? cells[column] : string.Empty);
                }
            }
        }
    }

    /// <summary>The text of every test class by its name; classes of one name in several projects together.</summary>
    private static Dictionary<string, string> ReadTestClasses() => Repository.Files(Repository.Tests)
        .Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, string.Concat, StringComparer.Ordinal);

    [GeneratedRegex("`([A-Za-z_][A-Za-z0-9_.]*)`")]
    private static partial Regex Name();
}
