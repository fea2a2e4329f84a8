namespace SecurityKit.Identity;

/// <summary>Some accounts of a longer list, in the order of their names.</summary>
/// <param name="Accounts">The accounts.</param>
/// <param name="Next">What to give for the next page; <see langword="null"/> at the end.</param>
public sealed record AccountPage(IReadOnlyList<Account> Accounts, string? Next);
