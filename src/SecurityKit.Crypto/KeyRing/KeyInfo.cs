namespace SecurityKit.Crypto;

/// <summary>What may be known about a key. Holds no key.</summary>
/// <param name="Id">The key's id, 32 hex digits.</param>
/// <param name="Version">Counts the keys of the ring, from 1.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Algorithm">What it is used with, such as <c>Aes256Gcm</c> or <c>ES256</c>.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ActivatesAt">When it becomes, or became, the active key.</param>
/// <param name="SupersededAt">When the next key took over; null for active and pending keys.</param>
/// <param name="ExpiresAt">When its grace ends; null for active and pending keys.</param>
/// <param name="KekId">Which KEK wraps it; null when it was destroyed.</param>
/// <param name="Reason">Why it was made, such as <c>scheduled</c>.</param>
public sealed record KeyInfo(
    string Id, int Version, KeyState State, string Algorithm, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt,
    DateTimeOffset? SupersededAt, DateTimeOffset? ExpiresAt, string? KekId, string Reason);
