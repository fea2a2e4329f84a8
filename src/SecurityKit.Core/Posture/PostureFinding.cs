namespace SecurityKit;

/// <summary>The answer to one question about how safely this host is set up.</summary>
/// <param name="CheckId">Stable id, dotted and lower case, such as <c>crypto.keyring.age</c>.</param>
/// <param name="Title">What is asked, as a statement that should be true.</param>
/// <param name="Status">Whether it is.</param>
/// <param name="Evidence">What was seen, with figures. Never a secret.</param>
/// <param name="Advice">What to do about it; empty when it passed.</param>
/// <param name="Weight">How much it counts, 1 to 10.</param>
public sealed record PostureFinding(string CheckId, string Title, PostureStatus Status, string Evidence, string Advice, int Weight);
