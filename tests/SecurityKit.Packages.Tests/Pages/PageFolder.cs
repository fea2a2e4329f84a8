using SecurityKit.Testing;

namespace SecurityKit.Packages.Tests;

/// <summary>A folder of somebody who knows the packages only, with the packed feed.</summary>
internal sealed class PageFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sk-page-").FullName;

    internal PageFolder() => File.WriteAllText(PathOf("nuget.config"), StrangerProject.NuGetConfig());

    internal string PathOf(string name) => Path.Combine(_path, name);

    internal ShellPage Open(string page) => ShellPage.Open(page, PackedFeed.Root, _path)
        .With("NUGET_PACKAGES", PathOf(".packages"))
        .With("HOME", _path)
        .With("DOTNET_CLI_HOME", _path)
        .With("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false");

    /// <summary>A project to which a page adds packages.</summary>
    internal void WriteProject() => File.WriteAllText(PathOf("Contoso.csproj"), """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
        </Project>
        """);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
