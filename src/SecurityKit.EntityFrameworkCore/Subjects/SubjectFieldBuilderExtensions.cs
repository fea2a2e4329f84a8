using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Properties of a host's own entities under the keys of the subjects that the rows name.</summary>
public static class SubjectFieldBuilderExtensions
{
    // One pair for each cipher: the framework keeps services of its own for every other instance it meets.
    private static readonly ConditionalWeakTable<SubjectFieldCipher, IInterceptor[]> Interceptors = [];

    /// <summary>
    /// Stores the property as an envelope under a subject's key, bound to table, column and row key. Needs <see cref="UseSubjectEncryptedFields"/> on the context,
    /// a key that is known before saving, and <c>SaveChangesAsync</c>.
    /// </summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="property">The property.</param>
    /// <param name="subjectProperty">The name of the property of the same entity that names the subject, such as <c>nameof(Profile.Owner)</c>.</param>
    /// <returns>The same property.</returns>
    public static PropertyBuilder<SubjectEncrypted<T>> IsEncryptedForSubject<T>(this PropertyBuilder<SubjectEncrypted<T>> property, string subjectProperty)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentException.ThrowIfNullOrEmpty(subjectProperty);
        var comparer = new ValueComparer<SubjectEncrypted<T>>(
            static (a, b) => ReferenceEquals(a, b), static field => RuntimeHelpers.GetHashCode(field), static field => field);
        property.HasConversion(static field => SubjectFields.EnvelopeOf(field), static envelope => EncryptedField.FromSubjectEnvelope<T>(envelope), comparer);
        property.HasAnnotation(SubjectFields.Annotation, subjectProperty);
        return property;
    }

    /// <summary>Seals subjects' properties when they are saved and tells them whose they are when they are read.</summary>
    /// <param name="options">The context's options.</param>
    /// <param name="cipher">The cipher, from the service container.</param>
    /// <returns>The same options.</returns>
    public static DbContextOptionsBuilder UseSubjectEncryptedFields(this DbContextOptionsBuilder options, SubjectFieldCipher cipher)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cipher);
        return options.AddInterceptors(Interceptors.GetValue(cipher, static c => [new SubjectFieldSealer(c), new SubjectFieldBinder(c)]));
    }
}
