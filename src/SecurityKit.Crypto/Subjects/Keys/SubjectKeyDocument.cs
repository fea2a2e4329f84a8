using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>
/// All that is stored of a subject: its live keys and its erasures. One document, so that every change of it is one atomic step. It is never removed: without
/// keys and with erasures it is the tombstone. See docs/formats.md.
/// </summary>
internal sealed record SubjectKeyDocument
{
    internal const int CurrentFormat = 1;

    [JsonPropertyName("format")]
    public required int Format { get; init; }

    [JsonPropertyName("handle")]
    public required string Handle { get; init; }

    /// <summary>Ordered by version; the last one encrypts.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyList<SubjectKeyRecord> Keys { get; init; }

    /// <summary>Ordered by time.</summary>
    [JsonPropertyName("erasures")]
    public required IReadOnlyList<SubjectErasure> Erasures { get; init; }

    [JsonIgnore]
    internal SubjectState State => Keys.Count > 0 ? SubjectState.Active : Erasures.Count > 0 ? SubjectState.Erased : SubjectState.Unknown;

    /// <summary>One more than any that was ever used.</summary>
    [JsonIgnore]
    internal int NextVersion => 1 + Keys.Select(k => k.Version).Concat(Erasures.SelectMany(e => e.Keys.Select(k => k.Version))).DefaultIfEmpty().Max();

    internal static SubjectKeyDocument Empty(string handle) => new() { Format = CurrentFormat, Handle = handle, Keys = [], Erasures = [] };

    /// <exception cref="SecurityKitException">The content is not what the kit stores for this subject.</exception>
    internal static SubjectKeyDocument Parse(ReadOnlySpan<byte> content, string handle)
    {
        SubjectKeyDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(content, SubjectJson.Default.SubjectKeyDocument);
        }
        catch (JsonException exception)
        {
            throw Unreadable("it is not the JSON that the kit writes", exception);
        }

        if (document is not { Format: CurrentFormat, Keys: not null, Erasures: not null })
        {
            throw Unreadable($"its format is {document?.Format}, expected {CurrentFormat}");
        }

        if (!string.Equals(document.Handle, handle, StringComparison.Ordinal))
        {
            throw Unreadable("it is another subject's");
        }

        var isWhole = document.State != SubjectState.Unknown
            && document.Keys.All(IsWhole)
            && document.Keys.Zip(document.Keys.Skip(1)).All(pair => pair.First.Version < pair.Second.Version)
            && document.Erasures.All(IsWhole);
        return isWhole ? document : throw Unreadable("a key or an erasure in it is incomplete or out of order");
    }

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SubjectJson.Default.SubjectKeyDocument);

    internal SubjectKeyDocument Adding(SubjectKeyRecord key) => this with { Keys = [.. Keys, key] };

    internal SubjectKeyDocument Erased(SubjectErasure erasure) => this with { Keys = [], Erasures = [.. Erasures, erasure] };

    internal SubjectKeyDocument ReEnrolled(DateTimeOffset at) => this with { Erasures = [.. Erasures.SkipLast(1), Erasures[^1] with { ReEnrolledAt = at }] };

    /// <summary>
    /// What an erasure of a ledger makes of this document; null when it makes no difference. One that is not known destroys every key, made since included: a key
    /// that came without the tombstone being seen should not exist. Where a later erasure is known, keys made since were given on purpose and stay.
    /// </summary>
    internal SubjectKeyDocument? Replayed(SubjectErasure erasure)
    {
        var isKnown = Erasures.Any(e => e.Id == erasure.Id);
        var isOutlived = isKnown || Erasures.Any(e => e.ErasedAt > erasure.ErasedAt);
        var destroyed = Keys.Where(k => !isOutlived || erasure.Keys.Any(e => e.KeyId == k.Id)).ToArray();
        if (isKnown && destroyed.Length == 0)
        {
            return null;
        }

        var known = erasure with
        {
            Keys = [.. erasure.Keys, .. destroyed.Where(k => erasure.Keys.All(e => e.KeyId != k.Id)).Select(k => k.ToInfo())],
            ReEnrolledAt = isOutlived ? erasure.ReEnrolledAt : null,
        };
        return this with
        {
            Keys = [.. Keys.Except(destroyed)],
            Erasures = isKnown ? Erasures : [.. Erasures.Append(known).OrderBy(e => e.ErasedAt).ThenBy(e => e.Id)],
        };
    }

    internal static bool IsWhole(SubjectErasure? erasure) =>
        erasure is { Reason: not null, Keys: not null } && erasure.Keys.All(k => k is { KeyId: not null, Version: > 0 });

    private static bool IsWhole(SubjectKeyRecord? key) =>
        key is { Wrapped: not null, Version: > 0 } && KeyId.TryParse(key.Id, out _) && Aead.IsKnown(key.Algorithm);

    private static SecurityKitException Unreadable(string why, Exception? cause = null) =>
        new($"The stored keys of a subject cannot be read: {why}. Restore the row from a backup, and apply the erasure ledger to it afterwards.", cause);
}
