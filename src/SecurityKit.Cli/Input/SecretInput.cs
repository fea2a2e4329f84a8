using System.Text;

namespace SecurityKit.Cli;

/// <summary>
/// Reads what must never stand on a command line, where other users and the shell's history see it: from a file, or from standard input; at a terminal
/// it asks and shows nothing of what is typed.
/// </summary>
internal static class SecretInput
{
    private const int MaxCharacters = 64 * 1024;

    /// <summary>The first line of the file, or of standard input.</summary>
    internal static async ValueTask<string> ReadLineAsync(FileInfo? file, string what, CancellationToken cancellationToken)
    {
        var line = file is not null
            ? FirstLine(await ReadFileAsync(file, what, cancellationToken).ConfigureAwait(false))
            : Console.IsInputRedirected
                ? await ReadInputLineAsync(cancellationToken).ConfigureAwait(false)
                : Ask(what);
        return string.IsNullOrEmpty(line) ? throw new UsageException($"The {what} is empty. Give it on standard input, or name a file that holds it.") : line;
    }

    private static async ValueTask<string> ReadFileAsync(FileInfo file, string what, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new UsageException($"The file with the {what}, '{file}', does not exist.");
        }

        if (file.Length > MaxCharacters)
        {
            throw new UsageException($"The file with the {what}, '{file}', is larger than {MaxCharacters} bytes.");
        }

        return await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false);
    }

    // Console.In cannot be cancelled; a line that comes after Ctrl-C goes nowhere.
    private static async ValueTask<string?> ReadInputLineAsync(CancellationToken cancellationToken) =>
        await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

    private static string FirstLine(string text) => text.AsSpan().TrimStart('\uFEFF').ToString().Split('\n', 2)[0].TrimEnd('\r');

    private static string Ask(string what)
    {
        Console.Error.Write($"{what}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
            {
                typed.Length--;
            }
            else if (key.KeyChar >= ' ')
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        var text = typed.ToString();
        typed.Clear();
        return text;
    }
}
