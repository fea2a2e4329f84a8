namespace SecurityKit.AspNetCore;

/// <summary>On a route: the codes of the problems it may answer with.</summary>
internal sealed record RouteRefusals(IReadOnlyList<string> Codes);
