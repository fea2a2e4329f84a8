using System.Xml.Linq;

namespace SecurityKit.Packages.Tests;

/// <summary>A project of somebody who knows the packages only: outside the repository, with the packed feed and nuget.org and nothing else.</summary>
internal sealed class StrangerProject : IDisposable
{
    private readonly string _cache;

    private StrangerProject(string folder)
    {
        Folder = folder;
        _cache = Path.Combine(folder, ".packages");
    }

    internal string Folder { get; }

    private Dictionary<string, string> BuildEnvironment => new() { ["NUGET_PACKAGES"] = _cache, ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" };

    internal static StrangerProject Create(string sdk, string outputType, string code, params string[] packages)
    {
        var project = new StrangerProject(Directory.CreateTempSubdirectory("sk-stranger-").FullName);
        project.Write("nuget.config", NuGetConfig());
        project.Write("Stranger.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Join(Environment.NewLine, packages.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{VersionOf(id)}\" />"))}
              </ItemGroup>
            </Project>
            """);
        project.Write("Program.cs", code);
        return project;
    }

    internal void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    internal void Build(params string[] properties) =>
        Shell.Run(Folder, "dotnet", ["build", "-c", "Release", "-o", "out", "--nologo", "-v", "quiet", .. properties], BuildEnvironment);

    /// <summary>Whether the compiler to machine code, which is a package of its own, can be had where these tests run.</summary>
    internal bool CanCompileToMachineCode() => Shell.TryRun(Folder, "dotnet", ["restore", "--use-current-runtime", "-v", "quiet", "-p:PublishAot=true"], BuildEnvironment);

    /// <summary>Compiles the program and everything in it to machine code; a warning of the trimmer or the compiler is an error. Debian's gcc links it as well as clang.</summary>
    internal void PublishNative() => Shell.Run(
        Folder,
        "dotnet",
        [
            "publish", "-c", "Release", "-o", "native", "--nologo", "-v", "quiet", "-p:PublishAot=true", "-p:TrimmerSingleWarn=false", "-p:IlcTreatWarningsAsErrors=true",
            "-p:OptimizationPreference=Size", "-p:NativeDebugSymbols=false", "-p:StripSymbols=false", .. File.Exists("/usr/bin/clang") ? Array.Empty<string>() : ["-p:CppCompilerAndLinker=gcc"],
        ],
        BuildEnvironment);

    internal string RunNative(IReadOnlyDictionary<string, string> environment) => Shell.Run(Folder, Path.Combine(Folder, "native", "Stranger"), [], environment);

    /// <summary>Runs the built program to its end and gives what it printed.</summary>
    internal string Run(IReadOnlyDictionary<string, string>? environment = null) =>
        Shell.Run(Folder, "dotnet", [Path.Combine("out", "Stranger.dll")], environment);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The packed version of the kit's own packages; for others the one the repository pins.</summary>
    private static string VersionOf(string id) => PackedFeed.Ids.Contains(id)
        ? PackedFeed.VersionOf(id)
        : XDocument.Load(Path.Combine(PackedFeed.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")!.Value == id).Attribute("Version")!.Value;

    /// <summary>Third-party packages that this machine has already are not fetched again; the kit's own come from the packed feed only.</summary>
    internal static string NuGetConfig()
    {
        var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var fallback = Directory.Exists(known) ? $"<fallbackPackageFolders><clear /><add key=\"known\" value=\"{known}\" /></fallbackPackageFolders>" : string.Empty;
        return $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{PackedFeed.Folder}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
              {fallback}
              <packageSourceMapping>
                <packageSource key="local"><package pattern="SecurityKit" /><package pattern="SecurityKit.*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """;
    }
}
