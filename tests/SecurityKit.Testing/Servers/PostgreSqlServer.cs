using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SecurityKit.Testing;

/// <summary>A real PostgreSQL server of the tests' own on a free loopback port.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private const string User = "sdk";
    private const string Password = "loopback-test-password";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgreSqlServer> SharedServer = new(Start);
    private static int _databases;

    private readonly string _folder;
    private ChildServer? _process;

    private PostgreSqlServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>The one server that a test assembly shares; each fixture makes its own database. Never stop or pause this one.</summary>
    public static PostgreSqlServer Shared
    {
        get
        {
            Program("postgres");
            return SharedServer.Value;
        }
    }

    public int Port { get; }

    private static bool IsRoot => Environment.UserName == "root";

    private string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Starts a server that belongs to the caller, which may stop, pause and restart it.</summary>
    public static PostgreSqlServer Start()
    {
        Program("postgres");
        var folder = Directory.CreateTempSubdirectory("sk-pg-").FullName;
        var server = new PostgreSqlServer(folder, LoopbackPort.Free());
        server.Initialise();
        server.Run();
        return server;
    }

    public string ConnectionStringFor(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={User};Password={Password};Maximum Pool Size=20;"
        // Every fixture has a database and so a pool of its own: idle connections go soon.
        + "Connection Idle Lifetime=3;Connection Pruning Interval=1";

    /// <summary>A fresh, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "test_" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return ConnectionStringFor(name);
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public void Kill()
    {
        _process?.Signal("QUIT");
        _process?.Stop(keepFolder: true);
        _process = null;
    }

    /// <summary>Starts it again on the same port with the same data.</summary>
    public void Restart()
    {
        Kill();
        Run();
    }

    /// <summary>Freezes the server and the processes that serve its connections, while the port stays open.</summary>
    public void Pause() => SignalAll("STOP");

    public void Resume() => SignalAll("CONT");

    public void Dispose()
    {
        _process?.Dispose();
        _process = null;
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Program(string name) => ServerRequirement.Find(
        "postgresql",
        [.. Enumerable.Range(13, 8).Reverse().Select(v => $"/usr/lib/postgresql/{v}/bin/{name}"), $"/usr/bin/{name}", $"/usr/local/bin/{name}"]);

    /// <summary>The server refuses to run as root, so it runs as the account its package made.</summary>
    private static string[] AsServerUser(params string[] command) => IsRoot
        ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command]
        : command;

    private static void Execute(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        }
    }

    private void Initialise()
    {
        var passwordFile = Path.Combine(_folder, "password");
        File.WriteAllText(passwordFile, Password);
        if (IsRoot)
        {
            Execute("/bin/chown", "-R", "postgres", _folder);
        }

        Execute(AsServerUser(
            Program("initdb"), "-D", DataFolder, "-U", User, "--pwfile", passwordFile, "-A", "scram-sha-256", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"));
    }

    private void Run()
    {
        var command = AsServerUser(
            Program("postgres"), "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={_folder}", "-c", "fsync=off", "-c", "max_connections=500", "-c", "shared_buffers=32MB",
            "-c", "deadlock_timeout=200ms");
        _process = ChildServer.Start(command, _folder, "QUIT");
        WaitUntilItAnswers();
    }

    private void WaitUntilItAnswers()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionStringFor("postgres") + ";Pooling=false;Timeout=5");
                connection.Open();
                return;
            }
            catch (NpgsqlException exception)
            {
                if (TimeProvider.System.GetElapsedTime(started) > StartLimit)
                {
                    throw new InvalidOperationException("PostgreSQL did not start: " + _process!.Output, exception);
                }

                Thread.Sleep(20);
            }
        }
    }

    private void SignalAll(string signal)
    {
        var main = _process!.ProcessId;
        var children = File.ReadAllText($"/proc/{main}/task/{main}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ChildServer.Send(signal, main);
        foreach (var child in children)
        {
            ChildServer.Send(signal, int.Parse(child, CultureInfo.InvariantCulture));
        }
    }
}
