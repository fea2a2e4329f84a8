namespace SecurityKit.Crypto;

/// <summary>What a change of a stored ring came to.</summary>
/// <param name="Document">The changed ring; null when nothing is to be saved.</param>
/// <param name="Key">The key it is about.</param>
/// <param name="EventType">The event to raise.</param>
/// <param name="Outcome">The answer to who asked to revoke or destroy.</param>
/// <param name="Count">How many keys it touched.</param>
internal sealed record KeyRingChange(
    KeyRingDocument? Document, KeyRecord? Key, string EventType, KeyChange Outcome = KeyChange.Done, int Count = 1)
{
    internal static KeyRingChange Nothing { get; } = new(null, null, string.Empty, KeyChange.AlreadyDone, 0);
}
