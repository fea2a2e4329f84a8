namespace SecurityKit.Packages.Tests;

/// <summary>
/// A C# block and what the page takes as given for it. A page says so in a comment that readers do not see, on the line before the block:
/// <c>&lt;!-- given: IPasswordHasher hasher, string password --&gt;</c>.
/// </summary>
internal sealed record SnippetBlock(string Given, string Code);
