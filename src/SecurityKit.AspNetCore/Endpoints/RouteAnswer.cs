namespace SecurityKit.AspNetCore;

/// <summary>On a route: what it does and what it answers when it succeeds.</summary>
internal sealed record RouteAnswer(string Summary, int Status, Type? Body);
