namespace SecurityKit.AspNetCore;

internal static class AssuranceNames
{
    internal static string Of(AssuranceLevel level) => level switch
    {
        AssuranceLevel.Three => "aal3",
        AssuranceLevel.Two => "aal2",
        AssuranceLevel.One => "aal1",
        _ => "aal0",
    };
}
