using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Which properties are encrypted under a subject's key, and which property names the subject.</summary>
internal static class SubjectFields
{
    internal const string Annotation = "SecurityKit:SubjectEncrypted";

    internal static byte[] EnvelopeOf(ISubjectEncryptedField field) => field.Envelope?.ToArray() ?? throw new InvalidOperationException(
        "An encrypted field was saved without being sealed. Add UseSubjectEncryptedFields(...) to the context's options.");

    /// <summary>Each encrypted property with the property that names its subject.</summary>
    internal static IEnumerable<(IProperty Field, IProperty Subject)> Of(IEntityType type)
    {
        foreach (var property in type.GetProperties())
        {
            if (property.FindAnnotation(Annotation)?.Value is string name)
            {
                var subject = type.FindProperty(name) ?? throw new InvalidOperationException(
                    $"{type.DisplayName()} has no property {name}, which is to name the subject of {property.Name}.");
                yield return (property, subject);
            }
        }
    }

    /// <summary>The subject that a property's value names; null when it names none.</summary>
    internal static string? SubjectOf(object? value) => value is null ? null : EncryptedFields.TextOf(value) is { Length: > 0 } subject ? subject : null;
}
