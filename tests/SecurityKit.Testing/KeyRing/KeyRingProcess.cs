using System.Diagnostics;
using System.Globalization;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>A node in a process of its own: the program of SecurityKit.KeyRing.Node, which stands beside the tests that reference it.</summary>
public sealed class KeyRingProcess : IDisposable
{
    private const int StartedTogether = 4;

    private readonly Process _process;

    private KeyRingProcess(Process process) => _process = process;

    /// <summary>
    /// Starts that many processes, lets all of them make or find the rings of one empty store at once, and gives each the envelopes of all. They are
    /// started a few at a time, which leaves the machine to others, and wait for one another before they do what is tested.
    /// </summary>
    /// <returns>What each encrypted, and how many envelopes each could read.</returns>
    public static async Task<(string[] Envelopes, int[] Read)> ColdStartAsync(string store, string connectionString, int count)
    {
        var folder = Directory.CreateTempSubdirectory("sk-cold-").FullName;
        var keyFile = Path.Combine(folder, "master.key");
        var file = Path.Combine(folder, "envelopes");
        MasterKeyFile.Create(keyFile);
        var nodes = new List<KeyRingProcess>();
        try
        {
            while (nodes.Count < count)
            {
                var started = Enumerable.Range(0, Math.Min(StartedTogether, count - nodes.Count)).Select(_ => Start("cold", store, connectionString, keyFile)).ToArray();
                nodes.AddRange(started);
                foreach (var node in started)
                {
                    Assert.That(await node.ReadAsync(), Is.EqualTo("ready"));
                }
            }

            nodes.ForEach(node => node._process.StandardInput.WriteLine("go"));
            var envelopes = await Task.WhenAll(nodes.Select(node => node.ReadAsync()));
            await File.WriteAllLinesAsync(file, envelopes);
            nodes.ForEach(node => node._process.StandardInput.WriteLine(file));
            var read = await Task.WhenAll(nodes.Select(node => node.ReadAsync()));
            return (envelopes, [.. read.Select(text => int.Parse(text, CultureInfo.InvariantCulture))]);
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lets a process change the ring and be killed at a step of it.</summary>
    /// <returns>Whether it was killed; false when it survived since the change has no such step.</returns>
    public static Task<bool> DieAsync(string store, string connectionString, string keyFile, TimeSpan offset, string operation, string step) =>
        DieAsync("die", store, connectionString, keyFile, offset.ToString("c", CultureInfo.InvariantCulture), operation, step);

    /// <summary>Lets a process erase a subject and be killed at a step of it.</summary>
    /// <returns>Whether it was killed; false when it survived since an erasure has no such step.</returns>
    public static Task<bool> DieErasingAsync(string store, string connectionString, string keyFile, string journal, string subject, string step) =>
        DieAsync("erase", store, connectionString, keyFile, journal, subject, step);

    private static async Task<bool> DieAsync(params string[] arguments)
    {
        using var node = Start(arguments);
        var last = await node._process.StandardOutput.ReadLineAsync();
        var error = await node._process.StandardError.ReadToEndAsync();
        await node._process.WaitForExitAsync();
        Assert.That(error, Is.Empty, "it may die, but of nothing else");
        return last != "survived";
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static KeyRingProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "SecurityKit.KeyRing.Node.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new KeyRingProcess(Process.Start(start)!);
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException("A node ended early: " + await _process.StandardError.ReadToEndAsync());
}
