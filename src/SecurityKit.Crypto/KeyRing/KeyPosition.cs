namespace SecurityKit.Crypto;

/// <summary>A stored key and where it is in its life.</summary>
internal sealed record KeyPosition(KeyRecord Record, KeyState State, DateTimeOffset? SupersededAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether it decrypts or verifies.</summary>
    internal bool IsUsable => State is KeyState.Pending or KeyState.Active or KeyState.DecryptOnly;

    internal KeyInfo ToInfo() => new(
        Record.Id, Record.Version, State, Record.Algorithm, Record.CreatedAt, Record.ActivatesAt, SupersededAt, ExpiresAt, Record.KekId, Record.Reason);
}
