namespace SecurityKit.Mfa;

/// <summary>
/// What may stand in names. The limits on percent-encoded length keep issuer (twice) and account within one QR code of
/// error correction M (2,331 bytes).
/// </summary>
internal static class LabelRules
{
    internal const int MaxSubjectCharacters = 256;
    internal const int MaxNameCharacters = 64;
    internal const int MaxAccountCharacters = 254;
    internal const int MaxAccountEncodedCharacters = 1200;
    internal const int MaxIssuerCharacters = 64;
    internal const int MaxIssuerEncodedCharacters = 450;

    internal static bool IsIssuer(string? issuer) =>
        !string.IsNullOrWhiteSpace(issuer) && issuer.Length <= MaxIssuerCharacters && IsCleanText(issuer)
        && !issuer.Contains(':', StringComparison.Ordinal) && Uri.EscapeDataString(issuer).Length <= MaxIssuerEncodedCharacters;

    /// <summary>Whether a text could be a subject at all, such as one that a client claims.</summary>
    internal static bool IsSubject(string? subject) => subject is { Length: > 0 and <= MaxSubjectCharacters } && IsCleanText(subject);

    /// <summary>A subject comes from the host, not from a person: anything wrong with it is misuse.</summary>
    internal static void CheckSubject(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (!IsSubject(subject))
        {
            throw new ArgumentException($"A subject is at most {MaxSubjectCharacters} characters without control characters.", nameof(subject));
        }
    }

    internal static void CheckName(List<InputProblem> problems, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add(new InputProblem("name", "required", "Give the authenticator a name."));
        }
        else if (name.Length > MaxNameCharacters)
        {
            problems.Add(new InputProblem("name", "too_long", $"A name has at most {MaxNameCharacters} characters."));
        }
        else if (!IsCleanText(name))
        {
            problems.Add(new InputProblem("name", "invalid_characters", "A name holds no control characters."));
        }
    }

    internal static void CheckAccountName(List<InputProblem> problems, string? accountName)
    {
        if (string.IsNullOrWhiteSpace(accountName))
        {
            problems.Add(new InputProblem("accountName", "required", "Give the account's name."));
        }
        else if (accountName.Length > MaxAccountCharacters)
        {
            problems.Add(new InputProblem("accountName", "too_long", $"An account name has at most {MaxAccountCharacters} characters."));
        }
        else if (!IsCleanText(accountName))
        {
            problems.Add(new InputProblem("accountName", "invalid_characters", "An account name holds no control characters."));
        }
        else if (Uri.EscapeDataString(accountName).Length > MaxAccountEncodedCharacters)
        {
            problems.Add(new InputProblem("accountName", "too_long", "The account name does not fit into a QR code; use a shorter one."));
        }
    }

    /// <summary>Well-formed Unicode without control characters or line breaks.</summary>
    private static bool IsCleanText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
            {
                return false;
            }

            if (char.IsSurrogate(character))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(character, text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
