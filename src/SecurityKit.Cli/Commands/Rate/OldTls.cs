namespace SecurityKit.Cli;

/// <summary>What became of an offer of one older version of TLS.</summary>
internal enum OldTls
{
    /// <summary>Neither a yes nor a refusal: no answer, or one that says nothing about the version.</summary>
    NotShown,

    /// <summary>The host said in a TLS alert that it does not want it.</summary>
    Refused,

    /// <summary>The host agreed to it.</summary>
    Accepted,
}
