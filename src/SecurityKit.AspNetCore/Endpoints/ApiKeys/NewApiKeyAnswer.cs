namespace SecurityKit.AspNetCore;

/// <summary>A new API key; the only answer that carries its text.</summary>
internal sealed record NewApiKeyAnswer(
    string Id, string Key, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks, DateTime CreatedAt, DateTime ExpiresAt)
{
    public override string ToString() => $"{nameof(NewApiKeyAnswer)} {{ Id = {Id} }}";
}
