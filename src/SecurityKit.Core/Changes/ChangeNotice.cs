namespace SecurityKit;

/// <summary>'This changed': told to every node, so that what they cache is read again.</summary>
/// <param name="Topic">What kind of thing, such as <c>crypto.keyring</c>.</param>
/// <param name="Key">Which one; empty means any.</param>
public sealed record ChangeNotice(string Topic, string Key);
