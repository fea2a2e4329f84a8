using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SecurityKit.Crypto.Tests.Legacy;

/// <summary>Stored data of an earlier system is outside bytes: whatever it is, reading it ends in the data or in the one failure.</summary>
[TestFixture("fernet")]
[TestFixture("json")]
public sealed class LegacyFormatProperties(string name)
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", " ", "gAAAAA", "=", "==", "-_", "version", "\"version\":\"v1\"", "\"iv\":\"AAAAAAAAAAAAAAAA\"",
        "\"tag\":\"AAAAAAAAAAAAAAAAAAAAAA==\"", "\"data\":\"\"", "\"algorithm\":\"AES-256-GCM\"", "null", "1e999", "-0", "true", "ü", "\uFEFF", "\0",
    ];

    private ILegacyFormat _format = null!;
    private FernetKey _key = null!;

    [OneTimeSetUp]
    public void Create()
    {
        _key = FernetKey.Parse("JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=");
        _format = name == "fernet" ? new FernetFormat([_key]) : new JsonEnvelopeFormat("earlier master key"u8.ToArray(), "v1");
        Assert.That(_format.Decrypt(_format.Encrypt("first"u8)), Is.EqualTo("first"u8.ToArray()));
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        (_format as IDisposable)?.Dispose();
        _key.Dispose();
    }

    [Test]
    public void Any_data_comes_back_and_is_known_by_its_form() => Prop.ForAll<byte[]>(data =>
    {
        var stored = _format.Encrypt(data);
        return _format.IsMine(stored) && _format.Decrypt(stored).AsSpan().SequenceEqual(data);
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Any_bytes_are_refused_with_the_one_failure() => Prop.ForAll<byte[]>(bytes => Read(bytes) is null).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Any_text_of_telling_pieces_is_refused_with_the_one_failure() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().ToArbitrary(), pieces => Read(Encoding.UTF8.GetBytes(string.Concat(pieces))) is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Test]
    public void A_changed_cut_or_lengthened_value_gives_the_same_data_or_the_one_failure() =>
        Prop.ForAll<byte[], NonNegativeInt, NonEmptyArray<byte>>((data, place, more) =>
        {
            var stored = _format.Encrypt(data);
            var at = place.Get % stored.Length;
            var changed = stored.ToArray();
            var added = more.Get;
            changed[at] = added[0];
            byte[] inserted = [.. stored[..at], .. added, .. stored[at..]];
            return IsSameOrRefused(changed, data) && IsSameOrRefused(stored[..at], data) && IsSameOrRefused(inserted, data) && IsSameOrRefused([.. stored, .. added], data);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private bool IsSameOrRefused(byte[] stored, byte[] data) => Read(stored) is not { } read || read.AsSpan().SequenceEqual(data);

    /// <summary>The data, or null for the one failure. Any other exception fails the property.</summary>
    private byte[]? Read(byte[] stored)
    {
        _ = _format.IsMine(stored);
        try
        {
            return _format.Decrypt(stored);
        }
        catch (DecryptionFailedException)
        {
            return null;
        }
    }
}
