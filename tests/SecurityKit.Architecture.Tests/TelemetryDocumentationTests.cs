using System.Text.RegularExpressions;

namespace SecurityKit.Architecture.Tests;

/// <summary>Every instrument and span that a package makes is in docs/web.md, and nothing is there that none makes.</summary>
[TestFixture]
public sealed partial class TelemetryDocumentationTests
{
    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "docs", "web.md"));

    [Test]
    public void EveryInstrument_IsDocumentedWithItsUnit()
    {
        var made = Sources().SelectMany(text => Instrument().Matches(text)).Select(m => $"| `{m.Groups[1].Value}` | `{m.Groups[2].Value}` |").ToList();

        Assert.That(made, Has.Count.GreaterThanOrEqualTo(18));
        Assert.That(made.Where(row => !Document.Contains(row, StringComparison.Ordinal)), Is.Empty, "add a row to the table of instruments in docs/web.md");
    }

    [Test]
    public void EverySpan_IsDocumented()
    {
        var made = Sources().SelectMany(text => Span().Matches(text)).Select(m => "`" + m.Groups[1].Value).Distinct().ToList();

        Assert.That(made, Has.Count.GreaterThanOrEqualTo(25));
        Assert.That(made.Where(name => !Document.Contains(name, StringComparison.Ordinal)), Is.Empty, "add it to the table of spans in docs/web.md");
    }

    [Test]
    public void WhatIsDocumented_IsMade()
    {
        var text = string.Concat(Sources());
        var known = Sources().SelectMany(source => Instrument().Matches(source).Concat(Span().Matches(source))).Select(m => m.Groups[1].Value).ToHashSet();
        var documented = Documented().Matches(Document).Select(m => m.Groups[1].Value).Distinct();

        Assert.That(documented.Where(name => !known.Contains(name) && !known.Contains(name[..(name.LastIndexOf('.') + 1)]) && !text.Contains($"\"{name}\"", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> Sources() => Repository.Files(Repository.Source).Select(File.ReadAllText);

    [GeneratedRegex("""\.Create(?:Counter|Histogram|UpDownCounter|Gauge|ObservableGauge|ObservableCounter|ObservableUpDownCounter)(?:<\w+>)?\(\s*"([^"]+)",(?:[^"]*=>[^"]*,)?\s*"([^"]+)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex("""(?:Spans\.(?:RunAsync|Record)|StartActivity)\(\s*"(securitykit[^"]*)"[^"]""")]
    private static partial Regex Span();

    [GeneratedRegex(@"`(securitykit\.[a-z_.]+)`")]
    private static partial Regex Documented();
}
