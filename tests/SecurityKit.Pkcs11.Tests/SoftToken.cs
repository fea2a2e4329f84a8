using System.Diagnostics;
using System.Runtime.InteropServices;
using SecurityKit.Testing;

namespace SecurityKit.Pkcs11.Tests;

/// <summary>A SoftHSM token in a folder of the tests' own, with keys made by OpenSC.</summary>
internal static partial class SoftToken
{
    internal const string Label = "test-token";
    internal const string KeyLabel = "kek";
    internal const string OtherKeyLabel = "other-kek";
    internal const string ExtractableKeyLabel = "loose-kek";
    internal const string ShortKeyLabel = "short-kek";
    internal const string DoubleKeyLabel = "double-kek";
    private const string Pin = "482913";

    private static readonly Lazy<string> Folder = new(Make);

    internal static string Module => ServerRequirement.Find("softhsm2", "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so");

    internal static void Configure(Pkcs11Options options)
    {
        options.ModulePath = Module;
        options.TokenLabel = Label;
        options.KeyLabel = KeyLabel;
        options.PinFile = Path.Combine(Folder.Value, "pin");
    }

    private static string Make()
    {
        _ = Module;
        var tool = ServerRequirement.Find("opensc", "/usr/bin/pkcs11-tool");
        var softHsm = ServerRequirement.Find("softhsm2", "/usr/bin/softhsm2-util");
        var folder = Directory.CreateTempSubdirectory("sk-softhsm-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        var configuration = Path.Combine(folder, "softhsm2.conf");
        File.WriteAllText(configuration, $"directories.tokendir = {Path.Combine(folder, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        File.WriteAllText(Path.Combine(folder, "pin"), Pin + "\n");
        File.WriteAllText(Path.Combine(folder, "wrong-pin"), "000000");

        // The library reads its environment itself, and .NET's copy does not reach it.
        _ = SetEnvironment("SOFTHSM2_CONF", configuration, 1);
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        Run(softHsm, "--init-token", "--free", "--label", Label, "--so-pin", "12345678", "--pin", Pin);
        Generate(tool, KeyLabel, "01", "AES:32", "--sensitive");
        Generate(tool, OtherKeyLabel, "02", "AES:32", "--sensitive");
        Generate(tool, ExtractableKeyLabel, "03", "AES:32", "--extractable");
        Generate(tool, ShortKeyLabel, "04", "AES:16", "--sensitive");
        Generate(tool, DoubleKeyLabel, "05", "AES:32", "--sensitive");
        Generate(tool, DoubleKeyLabel, "06", "AES:32", "--sensitive");
        return folder;
    }

    private static void Generate(string tool, string label, string id, string type, string protection) => Run(
        tool, "--module", Module, "--token-label", Label, "--login", "--pin", Pin, "--keygen", "--key-type", type, "--label", label, "--id", id, protection);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
