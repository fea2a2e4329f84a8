namespace SecurityKit.Identity;

/// <summary>One mail to be made: the account is looked up later, so that asking takes the same time whether or not there is one.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="EmailKey">The address that was given, or</param>
/// <param name="Subject">the account that is meant.</param>
/// <param name="Context">Who asked, from where.</param>
internal sealed record AccountMailJob(AccountMailKind Kind, string? EmailKey, string? Subject, OperationContext Context)
{
    /// <summary>Where it goes when that is not the account's address: to the new one before a change, to the old one after it.</summary>
    internal string? Address { get; init; }

    public override string ToString() => $"AccountMailJob {{ Kind = {Kind} }}";
}
