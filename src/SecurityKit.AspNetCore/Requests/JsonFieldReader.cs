using System.Text.Json;

namespace SecurityKit.AspNetCore;

/// <summary>Reads fields from a JSON object and notes every broken rule, never a value.</summary>
internal sealed class JsonFieldReader(JsonElement body) : IFieldReader
{
    private readonly List<InputProblem> _problems = [];

    internal IReadOnlyList<InputProblem> Problems => _problems;

    public string Text(string name, int maxLength) => ReadText(name, maxLength, isRequired: true) ?? string.Empty;

    public string? OptionalText(string name, int maxLength) => ReadText(name, maxLength, isRequired: false);

    public string Secret(string name, int maxLength) =>
        Find(name, isRequired: true) is { } value && AsText(name, value) is { } text && IsWithin(name, text, maxLength, static c => c == '\0')
            ? text
            : string.Empty;

    public string Json(string name, int maxLength)
    {
        if (Find(name, isRequired: true) is not { } value)
        {
            return string.Empty;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Note(name, "wrong_type", $"'{name}' must be an object.");
            return string.Empty;
        }

        var text = value.GetRawText();
        if (text.Length > maxLength)
        {
            Note(name, "too_long", $"'{name}' takes at most {maxLength} characters of JSON.");
        }

        return text;
    }

    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        var text = Find(name, isRequired: true) is { } value ? AsText(name, value) : null;
        if (text is not null && !words.Contains(text))
        {
            Note(name, "unknown_value", $"'{name}' must be one of: {string.Join(", ", words!)}.");
        }

        return text ?? string.Empty;
    }

    public int? OptionalInteger(string name, int min, int max)
    {
        if (Find(name, isRequired: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            Note(name, "wrong_type", $"'{name}' must be a whole number.");
            return null;
        }

        if (number < min || number > max)
        {
            Note(name, "out_of_range", $"'{name}' must be {min} to {max}.");
        }

        return number;
    }

    public bool OptionalFlag(string name)
    {
        if (Find(name, isRequired: false) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not JsonValueKind.True and not JsonValueKind.False)
        {
            Note(name, "wrong_type", $"'{name}' must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public IReadOnlyList<string> OptionalTexts(string name, int maxItems, int maxLength)
    {
        if (Find(name, isRequired: false) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Note(name, "wrong_type", $"'{name}' must be a list of texts.");
            return [];
        }

        if (value.GetArrayLength() > maxItems)
        {
            Note(name, "too_many", $"'{name}' takes at most {maxItems} entries.");
            return [];
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (AsText(name, item) is not { } text || !IsWithin(name, text, maxLength))
            {
                return [];
            }

            texts.Add(text);
        }

        return texts;
    }

    private string? ReadText(string name, int maxLength, bool isRequired) =>
        Find(name, isRequired) is { } value && AsText(name, value) is { } text && IsWithin(name, text, maxLength) ? text : null;

    private JsonElement? Find(string name, bool isRequired)
    {
        if (body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        if (isRequired)
        {
            Note(name, "required", $"'{name}' is missing.");
        }

        return null;
    }

    private string? AsText(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Note(name, "wrong_type", $"'{name}' must be a text.");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            Note(name, "invalid_text", $"'{name}' must be well-formed Unicode.");
            return null;
        }
    }

    private bool IsWithin(string name, string text, int maxLength, Func<char, bool>? isRefused = null)
    {
        if (text.Length == 0)
        {
            Note(name, "required", $"'{name}' is empty.");
            return false;
        }

        if (text.Length > maxLength)
        {
            Note(name, "too_long", $"'{name}' takes at most {maxLength} characters.");
            return false;
        }

        if (text.Any(isRefused ?? char.IsControl))
        {
            Note(name, "invalid_text", $"'{name}' must not contain control characters.");
            return false;
        }

        return true;
    }

    private void Note(string name, string code, string message) => _problems.Add(new InputProblem(name, code, message));
}
