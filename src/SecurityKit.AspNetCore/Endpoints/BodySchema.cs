namespace SecurityKit.AspNetCore;

/// <summary>On a route with a body: reads its fields, so that the documentation can note their rules.</summary>
internal sealed record BodySchema(Func<IFieldReader, object> Read);
