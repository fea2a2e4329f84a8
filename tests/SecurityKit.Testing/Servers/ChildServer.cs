using System.Diagnostics;
using System.Globalization;

namespace SecurityKit.Testing;

/// <summary>
/// A server process of the tests' own. A shell stands between: it ends the server, by process id, when its input closes, which happens
/// when this process stops it and also when this process dies in whatever way. So nothing is left running.
/// </summary>
public sealed class ChildServer : IDisposable
{
    private const string Watch = """
        "$@" >"$SK_LOG" 2>&1 &
        pid=$!
        echo $pid
        read -r line
        kill -CONT $pid 2>/dev/null
        kill -s "$SK_SIGNAL" $pid 2>/dev/null
        wait $pid 2>/dev/null
        [ "$line" = keep ] || rm -rf "$SK_FOLDER"
        """;

    private readonly Process _shell;
    private readonly string _folder;
    private bool _isStopped;

    private ChildServer(Process shell, int processId, string folder)
    {
        _shell = shell;
        _folder = folder;
        ProcessId = processId;
    }

    public int ProcessId { get; }

    /// <summary>What the server wrote so far.</summary>
    public string Output => File.Exists(LogOf(_folder)) ? File.ReadAllText(LogOf(_folder)) : string.Empty;

    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Its temporary folder, deleted when it ends; its output goes there.</param>
    /// <param name="stopSignal">How it is ended, such as TERM.</param>
    public static ChildServer Start(IReadOnlyList<string> command, string folder, string stopSignal)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Watch);
        start.ArgumentList.Add("sh");
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SK_LOG"] = LogOf(folder);
        start.Environment["SK_SIGNAL"] = stopSignal;
        start.Environment["SK_FOLDER"] = folder;
        var shell = Process.Start(start)!;
        var processId = int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        return new ChildServer(shell, processId, folder);
    }

    /// <summary>Sends a signal to the server process alone.</summary>
    public void Signal(string name) => Send(name, ProcessId);

    public static void Send(string name, int processId)
    {
        var start = new ProcessStartInfo("/bin/kill") { ArgumentList = { "-s", name, processId.ToString(CultureInfo.InvariantCulture) } };
        using var kill = Process.Start(start)!;
        kill.WaitForExit();
    }

    /// <summary>Ends the server and deletes its folder.</summary>
    public void Dispose() => Stop(keepFolder: false);

    public void Stop(bool keepFolder)
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        if (keepFolder)
        {
            _shell.StandardInput.WriteLine("keep");
        }

        _shell.StandardInput.Close();
        _shell.WaitForExit(TimeSpan.FromSeconds(20));
        _shell.Dispose();
    }

    private static string LogOf(string folder) => Path.Combine(folder, "server.log");
}
