using System.Text;
using System.Text.RegularExpressions;

namespace SecurityKit.Packages.Tests;

/// <summary>Every C# block of every README and page compiles against the packages.</summary>
[TestFixture]
public sealed partial class SnippetCompilationTests
{
    private static readonly string[] CommonUsings =
    [
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "SecurityKit", "SecurityKit.Crypto", "SecurityKit.Identity", "SecurityKit.Mfa", "SecurityKit.Sessions",
        "SecurityKit.Messaging", "SecurityKit.Pkcs11", "SecurityKit.Geo",
    ];

    [Test]
    public void EveryBlock_Compiles()
    {
        var files = new List<string> { Path.Combine(PackedFeed.Root, "README.md") };
        files.AddRange(PackedFeed.Ids.Select(id => Path.Combine(PackedFeed.Root, "src", id, "README.md")).Where(File.Exists));
        files.AddRange(Directory.GetFiles(Path.Combine(PackedFeed.Root, "docs"), "*.md"));
        var code = new StringBuilder();
        var usings = new SortedSet<string>(CommonUsings, StringComparer.Ordinal);
        var count = 0;
        foreach (var file in files)
        {
            foreach (var block in Snippets.BlocksOf(file))
            {
                count++;
                usings.UnionWith(Using().Matches(block.Code).Select(match => match.Groups[1].Value));
                code.AppendLine(Method(count, Path.GetRelativePath(PackedFeed.Root, file), block with { Code = Using().Replace(block.Code, string.Empty) }));
            }
        }

        var all = $$"""
            {{string.Join(Environment.NewLine, usings.Select(name => $"using {name};"))}}
            #pragma warning disable
            public static partial class Snippets
            {
                static string[] args = [];
                static WebApplicationBuilder builder = null!;
                static WebApplication app = null!;
                static IServiceCollection services = null!;
                static IServiceProvider provider = null!;
            {{code}}
            }
            """;
        string[] packages = [.. PackedFeed.Ids.Where(id => id != "SecurityKit.Cli")];
        using var project = StrangerProject.Create("Microsoft.NET.Sdk.Web", "Library", all, packages);

        Assert.That(count, Is.GreaterThan(PackedFeed.Ids.Count / 2), "there are blocks to compile");
        project.Build("-p:RunAnalyzers=false");
    }

    /// <summary>Locals of a block hide the fields that other blocks take as given. The line directive makes the compiler name the page.</summary>
    private static string Method(int number, string file, SnippetBlock block)
    {
        var types = TypeDeclaration().Match(block.Code);
        var (statements, declarations) = types.Success ? (block.Code[..types.Index], block.Code[types.Index..]) : (block.Code, string.Empty);
        return $$"""
            #line 1 "{{file.Replace('\\', '/')}}"
                static async Task Block{{number}}({{block.Given}}) {
            {{statements}}
                await Task.CompletedTask; }
            {{declarations}}
            """;
    }

    [GeneratedRegex(@"^using ([\w.]+);\r?\n", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?:\[|(?:public |internal |sealed |static |partial |readonly )*(?:class|record|struct|interface|enum) )", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
