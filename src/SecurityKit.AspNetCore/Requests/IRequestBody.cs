namespace SecurityKit.AspNetCore;

/// <summary>A request body that knows its fields.</summary>
/// <typeparam name="TSelf">The body.</typeparam>
internal interface IRequestBody<TSelf>
    where TSelf : IRequestBody<TSelf>
{
    /// <summary>Reads every field. Where a rule is broken the reader notes it and returns a placeholder; the result is then discarded.</summary>
    static abstract TSelf Read(IFieldReader fields);
}
