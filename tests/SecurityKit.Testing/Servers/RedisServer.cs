using System.Globalization;

namespace SecurityKit.Testing;

/// <summary>A real redis-server of the tests' own on a free loopback port.</summary>
public sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly Lazy<RedisServer> SharedServer = new(() => Start());

    private readonly string _folder;
    private readonly string[] _arguments;
    private ChildServer? _process;

    private RedisServer(string folder, int port, string[] arguments)
    {
        _folder = folder;
        _arguments = arguments;
        Port = port;
    }

    /// <summary>The one server that a test assembly shares; tests keep apart by key prefix. Never stop or pause this one.</summary>
    public static RedisServer Shared
    {
        get
        {
            Program();
            return SharedServer.Value;
        }
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts a server that belongs to the caller, which may stop, pause and restart it.</summary>
    public static RedisServer Start(params string[] extraArguments)
    {
        Program();
        var folder = Directory.CreateTempSubdirectory("sk-redis-").FullName;
        var server = new RedisServer(folder, LoopbackPort.Free(), extraArguments);
        server.Run();
        return server;
    }

    /// <summary>Ends the process at once, as a crash would. What it held is gone.</summary>
    public void Kill()
    {
        _process?.Signal("KILL");
        _process?.Stop(keepFolder: true);
        _process = null;
    }

    /// <summary>Starts it again on the same port; empty, unless it was started with a persistence.</summary>
    public void Restart()
    {
        Kill();
        Run();
    }

    /// <summary>Stops the process from running while its port stays open, as an overloaded or frozen machine would.</summary>
    public void Pause() => _process!.Signal("STOP");

    public void Resume() => _process!.Signal("CONT");

    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Program() => ServerRequirement.Find("redis-server", "/usr/bin/redis-server", "/usr/local/bin/redis-server");

    private void Run()
    {
        string[] command =
        [
            Program(), "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder,
            "--save", string.Empty, "--appendonly", "no", "--loglevel", "warning", .. _arguments,
        ];
        _process = ChildServer.Start(command, _folder, "TERM");
        WaitUntilItAnswers();
    }

    private void WaitUntilItAnswers()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", Port);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (TimeProvider.System.GetElapsedTime(started) < StartLimit)
            {
                Thread.Sleep(10);
            }
        }
    }
}
