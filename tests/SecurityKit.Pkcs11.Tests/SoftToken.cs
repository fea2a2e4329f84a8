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
    internal const string WrapKeyLabel = "wrap-kek";
    internal const string RsaKeyLabel = "rsa-kek";
    internal const string ShortRsaKeyLabel = "short-rsa-kek";
    internal const string GuardedLabel = "guarded-token";
    internal const string Pin = "482913";
    private const string PassingLabel = "passing-token";

    private static readonly Lazy<string> Folder = new(Make);
    private static string? s_passingFolder;

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
        Generate(tool, WrapKeyLabel, "07", "AES:32", "--sensitive", "--usage-wrap");
        GeneratePair(tool, RsaKeyLabel, "08", "rsa:3072", "--usage-decrypt", "--usage-sign");
        GeneratePair(tool, ShortRsaKeyLabel, "09", "rsa:2048", "--usage-decrypt", "--usage-sign");
        MakePassingToken(softHsm, tool, Path.Combine(folder, "tokens"));
        MakeToken(softHsm, tool, GuardedLabel);
        return folder;
    }

    internal static void ConfigurePassing(Pkcs11Options options)
    {
        Configure(options);
        options.TokenLabel = PassingLabel;
    }

    /// <summary>Takes the passing token away, for good.</summary>
    internal static void RemovePassing() => Directory.Delete(s_passingFolder!, recursive: true);

    // Before the library is loaded: it looks for tokens once.
    private static void MakePassingToken(string softHsm, string tool, string tokens)
    {
        var before = Directory.GetDirectories(tokens).ToHashSet(StringComparer.Ordinal);
        MakeToken(softHsm, tool, PassingLabel);
        s_passingFolder = Directory.GetDirectories(tokens).Single(path => !before.Contains(path));
    }

    private static void MakeToken(string softHsm, string tool, string label)
    {
        Run(softHsm, "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", Pin);
        Run(tool, "--module", Module, "--token-label", label, "--login", "--pin", Pin, "--keygen", "--key-type", "AES:32", "--label", KeyLabel, "--id", "01", "--sensitive");
    }

    private static void Generate(string tool, string label, string id, string type, params string[] attributes) => Run(
        tool,
        ["--module", Module, "--token-label", Label, "--login", "--pin", Pin, "--keygen", "--key-type", type, "--label", label, "--id", id, .. attributes]);

    private static void GeneratePair(string tool, string label, string id, string type, params string[] usages) => Run(
        tool,
        ["--module", Module, "--token-label", Label, "--login", "--pin", Pin, "--keypairgen", "--key-type", type, "--label", label, "--id", id, .. usages]);

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
