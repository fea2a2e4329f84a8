using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace SecurityKit.Cli;

/// <summary>
/// What a command prints. Results go to standard output, as text or as one JSON document; errors and progress go to standard error. On a terminal,
/// tables and colours; else plain lines, tabs between columns.
/// </summary>
internal sealed class ToolOutput(bool isJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal bool IsJson => isJson;

    internal bool IsTerminal { get; } = !isJson && !Console.IsOutputRedirected;

    /// <summary>The answer as JSON, or by <paramref name="asText"/>.</summary>
    internal void Result<T>(T result, Action<T> asText)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, Json));
            return;
        }

        asText(result);
    }

    /// <summary>One line of text.</summary>
    internal void Line(string text = "")
    {
        if (!isJson)
        {
            Console.Out.WriteLine(Printable(text));
        }
    }

    internal void Heading(string text)
    {
        if (IsTerminal)
        {
            AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(Printable(text))}[/]") { Justification = Justify.Left });
        }
        else
        {
            Line($"== {text}");
        }
    }

    internal void Table(string[] columns, IEnumerable<string[]> rows)
    {
        if (isJson)
        {
            return;
        }

        if (!IsTerminal)
        {
            foreach (var row in rows.Prepend(columns))
            {
                Console.Out.WriteLine(string.Join('\t', row.Select(Printable)));
            }

            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(Printable(cell)))]);
        }

        AnsiConsole.Write(table);
    }

    internal void Note(string text) => Console.Error.WriteLine(PrintableLines(text));

    internal void Error(int exitCode, string message)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { error = message, exitCode }, Json));
        }

        Console.Error.WriteLine(PrintableLines(message));
    }

    private static string PrintableLines(string text) => string.Join('\n', text.Split('\n').Select(line => Printable(line.TrimEnd('\r'))));

    /// <summary>Names, ids and claims come from outside and may carry control characters that would move the cursor of a terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
