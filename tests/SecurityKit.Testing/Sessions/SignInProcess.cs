using System.Diagnostics;
using System.Globalization;

namespace SecurityKit.Testing;

/// <summary>A second node: the program of SecurityKit.Sessions.SignIns, which stands beside the tests that reference it.</summary>
public sealed class SignInProcess : IDisposable
{
    private readonly Process _process;

    private SignInProcess(Process process) => _process = process;

    /// <summary>Starts two processes, lets both sign the subject in at once, and gives what each created and the most sessions it ever saw.</summary>
    public static async Task<(int Created, int MostSeen)[]> RunTwoAsync(
        string store, string connectionString, string subject, int count, params (string Name, string Value)[] environment)
    {
        using var first = Start(store, connectionString, subject, count, environment);
        using var second = Start(store, connectionString, subject, count, environment);
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        first.Go();
        second.Go();
        return [await first.ResultAsync(), await second.ResultAsync()];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static SignInProcess Start(string store, string connectionString, string subject, int count, (string Name, string Value)[] environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SecurityKit.Sessions.SignIns.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["exec", program, store, connectionString, subject, count.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SignInProcess(Process.Start(start)!);
    }

    private async Task WaitUntilReadyAsync() => Assert.That(await ReadAsync(), Is.EqualTo("ready"));

    private void Go() => _process.StandardInput.WriteLine("go");

    private async Task<(int Created, int MostSeen)> ResultAsync()
    {
        var parts = (await ReadAsync()).Split(' ');
        await _process.WaitForExitAsync();
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException("The sign-in process ended early: " + await _process.StandardError.ReadToEndAsync());
}
