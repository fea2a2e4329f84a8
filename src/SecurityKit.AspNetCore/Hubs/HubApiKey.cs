namespace SecurityKit.AspNetCore;

/// <summary>The API key that opened a hub connection.</summary>
/// <param name="Id">The key's id; not secret.</param>
/// <param name="Subject">Whose key it is: notices name the subject.</param>
internal readonly record struct HubApiKey(string Id, string Subject);
