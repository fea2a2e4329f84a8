using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace SecurityKit.Cli;

/// <summary><c>token inspect</c>.</summary>
internal static class TokenInspectCommand
{
    private const int MaxCharacters = 8192;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };
    private static readonly string[] Times = ["exp", "nbf", "iat", "auth_time"];

    internal static Command Create(CommonOptions common)
    {
        var file = TokenCommand.TokenFileOption();
        return new Command("inspect", "Shows header and claims of a token. Nothing is verified: whoever wrote it may have written anything.").With(file).Does(common, async (invocation, token) =>
        {
            var text = (await SecretInput.ReadLineAsync(invocation.Get(file), "token", token).ConfigureAwait(false)).Trim();
            var parts = text.Split('.');
            if (parts.Length != 3 || text.Length > MaxCharacters)
            {
                throw new FormatException("A token has three parts separated by dots, at most 8192 characters in all.");
            }

            var header = Read(parts[0], "header");
            var claims = Read(parts[1], "claims");
            invocation.Output.Result(new { verified = false, header, claims }, _ => Show(invocation.Output, header, claims));
            return ExitCodes.Ok;
        });
    }

    private static JsonElement Read(string part, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException($"The token's {name} is no JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new FormatException($"The token's {name} is not base64url of a JSON object.", exception);
        }
    }

    private static void Show(ToolOutput output, JsonElement header, JsonElement claims)
    {
        output.Line("NOT VERIFIED");
        output.Table(["part", "name", "value"], [.. Rows("header", header), .. Rows("claim", claims)]);
    }

    private static IEnumerable<string[]> Rows(string part, JsonElement values) =>
        values.EnumerateObject().Select(value => new[] { part, value.Name, Text(value) });

    private static string Text(JsonProperty value) =>
        Times.Contains(value.Name) && value.Value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? $"{seconds} ({DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("u", CultureInfo.InvariantCulture)})"
            : value.Value.ToString();
}
