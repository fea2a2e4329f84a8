using System.Buffers.Text;
using System.Text.Json;

namespace SecurityKit.Mfa;

/// <summary>Finds the challenge in a prompt and in the browser's answer to one. It is what ties the two together, so it names the prompt in the store.</summary>
internal static class PasskeyChallenge
{
    /// <summary>The largest answer that is looked at. Real ones have 1,000 to 3,000 characters.</summary>
    internal const int MaxAnswerCharacters = 16_384;

    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = MaxDepth };

    /// <summary>The look-up hash of a prompt's challenge.</summary>
    /// <exception cref="InvalidOperationException">The prompt has no 32-byte challenge.</exception>
    internal static byte[] HashOfPrompt(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson, Limits);
        return BearerToken.TryHash(options.RootElement.GetProperty("challenge").GetString())
            ?? throw new InvalidOperationException("A passkey prompt must carry a challenge of 32 bytes.");
    }

    /// <summary>The look-up hash of the challenge an answer claims to answer; null when the text is no answer.</summary>
    internal static byte[]? TryHashOfAnswer(string? credentialJson)
    {
        if (credentialJson is not { Length: > 0 and <= MaxAnswerCharacters })
        {
            return null;
        }

        try
        {
            using var credential = JsonDocument.Parse(credentialJson, Limits);
            if (TextOf(credential.RootElement, "response", "clientDataJSON") is not { } encoded)
            {
                return null;
            }

            using var clientData = JsonDocument.Parse(Base64Url.DecodeFromChars(encoded), Limits);
            return BearerToken.TryHash(TextOf(clientData.RootElement, "challenge"));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
