using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

[TestFixture]
public sealed partial class FieldCipherTests
{
    private static readonly FieldPlace Iban = new("customers", "iban", "42");

    private TestCrypto _crypto = null!;
    private FieldCipher _fields = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestCrypto.CreateAsync(services: s => s.Configure<FieldOptions>(o => o.TypeInfoResolvers.Add(HostJson.Default)));
        _fields = _crypto.Services.GetRequiredService<FieldCipher>();
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public void Types_are_kept_a_text_of_digits_does_not_come_back_as_a_number()
    {
        Assert.That(RoundTrip("12345"), Is.EqualTo("12345"));
        Assert.That(RoundTrip(12345), Is.EqualTo(12345));
        Assert.That(RoundTrip(1234.50m), Is.EqualTo(1234.50m));
        Assert.That(RoundTrip<string?>(null), Is.Null);
        Assert.That(RoundTrip(true), Is.True);
        Assert.That(RoundTrip(new DateOnly(2026, 11, 27)), Is.EqualTo(new DateOnly(2026, 11, 27)));
        Assert.That(RoundTrip(new byte[] { 0, 255 }), Is.EqualTo(new byte[] { 0, 255 }));
        Assert.That(RoundTrip(new Address("Main St", 7)), Is.EqualTo(new Address("Main St", 7)));

        var json = _fields.Encrypt(JsonDocument.Parse("""{"n":1,"s":"1","l":[null,true]}""").RootElement, Iban);
        Assert.That(_fields.Decrypt<JsonElement>(json, Iban).GetRawText(), Is.EqualTo("""{"n":1,"s":"1","l":[null,true]}"""));
        Assert.Throws<DecryptionFailedException>(() => _fields.Decrypt<int>(_fields.Encrypt("12345", Iban), Iban));
    }

    [Test]
    public async Task A_value_of_another_type_is_refused_and_the_host_is_told_why()
    {
        var seen = new List<string?>();
        await using var crypto = await TestCrypto.CreateAsync();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, l) =>
            {
                if (instrument.Name == "securitykit.crypto.decryption.failures")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (seen)
            {
                seen.AddRange(tags.ToArray().Where(t => t.Key == "reason").Select(t => t.Value as string));
            }
        });
        listener.Start();
        var fields = crypto.Services.GetRequiredService<FieldCipher>();

        Assert.That(() => fields.Decrypt<int>(fields.Encrypt("12345", Iban), Iban), Throws.TypeOf<DecryptionFailedException>());
        lock (seen)
        {
            Assert.That(seen, Does.Contain("WrongType"));
        }
    }

    [Test]
    public void Ciphertext_moved_to_another_field_or_row_is_refused()
    {
        var envelope = _fields.Encrypt("DE02", Iban);

        foreach (var place in (FieldPlace[])[Iban with { RowKey = "43" }, Iban with { Column = "bic" }, Iban with { Table = "suppliers" }, new("customer", "siban", "42"), new("customers", "iban4", "2")])
        {
            Assert.Throws<DecryptionFailedException>(() => _fields.Decrypt<string>(envelope, place), place.ToString());
        }
    }

    [Test]
    public void Every_changed_byte_and_every_cut_is_refused()
    {
        var envelope = _fields.Encrypt("DE02", Iban);
        for (var i = 0; i < envelope.Length; i++)
        {
            var changed = envelope.ToArray();
            changed[i] ^= 1;
            Assert.Throws<DecryptionFailedException>(() => _fields.Decrypt<string>(changed, Iban));
            Assert.Throws<DecryptionFailedException>(() => _fields.Decrypt<string>(envelope[..i], Iban));
        }
    }

    [Test]
    public void A_blind_index_is_the_same_for_equal_values_of_one_column_only()
    {
        var index = _fields.BlindIndex("customers", "iban", "DE02");

        Assert.That(_fields.BlindIndex("customers", "iban", "DE02"), Is.EqualTo(index));
        Assert.That(_fields.BlindIndex("customers", "iban", "DE03"), Is.Not.EqualTo(index));
        Assert.That(_fields.BlindIndex("customers", "bic", "DE02"), Is.Not.EqualTo(index));
        Assert.That(_fields.BlindIndex("customersi", "ban", "DE02"), Is.Not.EqualTo(index));
    }

    [Test]
    public void A_type_nobody_described_is_refused_with_the_remedy() =>
        Assert.That(
            () => _fields.Encrypt(new Unknown(1), Iban), Throws.InvalidOperationException.With.Message.Contains("FieldOptions.TypeInfoResolvers"));

    [Test]
    public void Text_that_is_no_valid_Unicode_is_refused_rather_than_changed()
    {
        const string Half = "a\ud800";

        Assert.That(() => _fields.Encrypt(Half, Iban), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => _fields.Encrypt(new Address(Half, 1), Iban), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => _fields.Encrypt("a", Iban with { RowKey = Half }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => _fields.BlindIndex("customers", "iban", Half), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void A_place_has_all_its_parts_and_does_not_print_the_row()
    {
        Assert.That(() => _fields.Encrypt("a", Iban with { RowKey = string.Empty }), Throws.ArgumentException);
        Assert.That(() => _fields.Encrypt("a", default), Throws.InstanceOf<ArgumentException>());
        Assert.That(Iban.ToString(), Is.EqualTo("customers.iban"));
    }

    [Test]
    public void A_field_never_shows_its_value_and_is_not_read_without_its_place()
    {
        Encrypted<string> field = "DE02";
        field.Seal(_fields, Iban);
        var read = EncryptedField.FromEnvelope<string>(field.Envelope!.Value.ToArray());

        Assert.That(field.ToString(), Is.EqualTo("Encrypted"));
        Assert.That(() => read.Value, Throws.InvalidOperationException);
        read.Bind(_fields, Iban with { RowKey = "43" });
        Assert.That(() => read.Value, Throws.TypeOf<DecryptionFailedException>());
        read.Bind(_fields, Iban);
        Assert.That(read.Value, Is.EqualTo("DE02"));
    }

    private T RoundTrip<T>(T value) => _fields.Decrypt<T>(_fields.Encrypt(value, Iban), Iban);

    internal sealed record Address(string Street, int Number);

    internal sealed record Unknown(int Value);

    [JsonSerializable(typeof(Address))]
    internal sealed partial class HostJson : JsonSerializerContext;
}
