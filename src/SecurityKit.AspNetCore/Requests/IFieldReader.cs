namespace SecurityKit.AspNetCore;

/// <summary>
/// Reads the fields of a request body by name and rule. One implementation reads JSON and notes what breaks a rule; another notes
/// the rules themselves, from which the OpenAPI schema is made: what is documented is what is enforced.
/// </summary>
internal interface IFieldReader
{
    /// <summary>A text that must be there, 1 to <paramref name="maxLength"/> characters, without control characters.</summary>
    string Text(string name, int maxLength);

    /// <summary>As <see cref="Text"/>, or null when it is missing.</summary>
    string? OptionalText(string name, int maxLength);

    /// <summary>A password, code or token: as <see cref="Text"/>, but only NUL is refused in it; documented as write-only.</summary>
    string Secret(string name, int maxLength);

    /// <summary>A JSON object that is handed on as it came, as text of at most <paramref name="maxLength"/> characters.</summary>
    string Json(string name, int maxLength);

    /// <summary>One of a few words.</summary>
    string Choice(string name, params ReadOnlySpan<string> words);

    /// <summary>A whole number in a range, or null when it is missing.</summary>
    int? OptionalInteger(string name, int min, int max);

    /// <summary>True or false; false when it is missing.</summary>
    bool OptionalFlag(string name);

    /// <summary>A list of texts; empty when it is missing.</summary>
    IReadOnlyList<string> OptionalTexts(string name, int maxItems, int maxLength);
}
