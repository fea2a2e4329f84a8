using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which properties are encrypted, and what their place is called.</summary>
internal static class EncryptedFields
{
    internal const string Annotation = "SecurityKit:Encrypted";

    // Weak: a model that is not used any more is not kept by what was found in it.
    private static readonly ConditionalWeakTable<IEntityType, IProperty[]> ByType = [];

    internal static byte[] EnvelopeOf(IEncryptedField field) => field.Envelope?.ToArray() ?? throw new InvalidOperationException(
        "An encrypted field was saved without being sealed. Add UseEncryptedFields(...) to the context's options.");

    /// <summary>The encrypted properties of a type; looked for once, since this is asked for every row that is read.</summary>
    internal static IReadOnlyList<IProperty> Of(IEntityType type) =>
        ByType.GetValue(type, static t => [.. t.GetProperties().Where(p => p.FindAnnotation(Annotation) is not null)]);

    /// <summary>The place of a property in the row with these key values.</summary>
    internal static FieldPlace PlaceOf(IProperty property, Func<IProperty, object?> valueOf)
    {
        var type = (IEntityType)property.DeclaringType;
        var key = type.FindPrimaryKey() ?? throw new InvalidOperationException($"{type.DisplayName()} has no key, so its encrypted fields have no place.");
        var parts = key.Properties.Select(p => TextOf(valueOf(p))).ToArray();
        var table = type.GetSchemaQualifiedTableName() ?? throw new InvalidOperationException($"{type.DisplayName()} has no table, so its encrypted fields have no place.");
        return new FieldPlace(table, property.GetColumnName(), parts.Length == 1 ? parts[0] : string.Concat(parts.Select(p => $"{p.Length}:{p}")));
    }

    private static string TextOf(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        null => throw new InvalidOperationException("A part of the key has no value, so an encrypted field has no place."),
        _ => value.ToString()!,
    };
}
