using System.Globalization;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>The built portal as a process of its own, on a free loopback port with its data in a temporary folder.</summary>
public sealed class PortalProcess : IDisposable
{
    public const string ApiPrefix = "/api/v1/security";

    private static readonly Lazy<Task<PortalProcess>> SharedPortal = new(() => StartAsync());

    private readonly string _folder;
    private readonly int _port;
    private string[] _settings;
    private ChildServer? _process;

    private PortalProcess(string[] settings)
    {
        _folder = Directory.CreateTempSubdirectory("sk-portal-").FullName;
        _port = LoopbackPort.Free();
        _settings = settings;
        Address = new Uri($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}");
    }

    public Uri Address { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>All it wrote to its console since it was started last.</summary>
    public string Output => _process?.Output ?? string.Empty;

    /// <summary>The one portal that all tests share, each with accounts of its own. Never kill this one.</summary>
    public static Task<PortalProcess> SharedAsync() => SharedPortal.Value;

    /// <summary>Starts a portal that belongs to the caller, which may kill and restart it.</summary>
    /// <param name="settings">Further settings, such as <c>--SecurityKit:Sessions:MaxSessionsPerSubject=3</c>.</param>
    public static async Task<PortalProcess> StartAsync(params string[] settings)
    {
        var portal = new PortalProcess(settings);
        try
        {
            await portal.RunAsync();
            return portal;
        }
        catch
        {
            portal.Dispose();
            throw;
        }
    }

    internal static void StopShared()
    {
        if (SharedPortal.IsValueCreated && SharedPortal.Value.IsCompletedSuccessfully)
        {
            SharedPortal.Value.Result.Dispose();
        }
    }

    public ApiClient Client() => new(Address);

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process?.Signal("KILL");
        _process?.Stop(keepFolder: true);
        _process = null;
    }

    /// <summary>Starts it again on the same port with the same data.</summary>
    /// <param name="settings">Settings beside those it had.</param>
    public Task RestartAsync(params string[] settings)
    {
        Kill();
        _settings = [.. _settings, .. settings];
        return RunAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        _process = ChildServer.Start(
            PortalFiles.Command(
                "Development", DataFolder,
                [
                    $"--urls={Address.GetLeftPart(UriPartial.Authority)}",
                    // All tests come from one network.
                    "--SecurityKit:Endpoints:Throttles:Registration:Permits=1000",
                    "--SecurityKit:Endpoints:Throttles:SignIn:Permits=1000",
                    "--SecurityKit:Endpoints:Throttles:PasswordReset:Permits=1000",
                    .. _settings,
                ]),
            _folder, "TERM");
        using var http = new HttpClient { BaseAddress = Address };
        await PortalStart.WaitAsync(http, _process);
    }
}
