namespace SecurityKit.Cli;

/// <summary>Whether the work folder must hold a migration already.</summary>
internal enum BegunBefore
{
    Either,
    No,
    Yes,
}
