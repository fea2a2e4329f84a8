using System.Text.Json;

namespace SecurityKit.AspNetCore;

/// <summary>The options for the browser's <c>navigator.credentials</c>, in the JSON form of WebAuthn level 3.</summary>
internal sealed record PasskeyOptionsAnswer(JsonElement Options);
