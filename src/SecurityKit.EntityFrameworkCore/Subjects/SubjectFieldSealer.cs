using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Seals subjects' properties before they are written: for the row's own key, under the key of the subject that the row names.</summary>
internal sealed class SubjectFieldSealer(SubjectFieldCipher cipher) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        ToBeSealed(eventData.Context).Any()
            ? throw new InvalidOperationException("Fields under a subject's key are saved with SaveChangesAsync: the key may have to be read from the store.")
            : result;

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var sealing = ToBeSealed(eventData.Context).ToList();
        if (sealing.Count == 0)
        {
            return result;
        }

        var holders = new FieldHolders(eventData.Context!, type => SubjectFields.Of(type).Select(pair => pair.Field), sealing.Select(s => s.Value));
        foreach (var (value, subject, place) in sealing)
        {
            var field = (ISubjectEncryptedField)value.CurrentValue!;
            if (!holders.TryTake(field))
            {
                value.CurrentValue = field = await field.CopyAsync(cancellationToken).ConfigureAwait(false);
            }

            await field.SealAsync(cipher, subject, place, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private static IEnumerable<(PropertyEntry Value, string Subject, FieldPlace Place)> ToBeSealed(DbContext? context)
    {
        foreach (var entry in context?.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified) ?? [])
        {
            foreach (var (property, subject) in SubjectFields.Of(entry.Metadata))
            {
                var value = entry.Property(property.Name);
                var owner = entry.Property(subject.Name);
                if (value.CurrentValue is ISubjectEncryptedField && (entry.State == EntityState.Added || value.IsModified || owner.IsModified))
                {
                    // A row that goes to another subject takes its values along.
                    value.IsModified = entry.State == EntityState.Modified;
                    var name = SubjectFields.SubjectOf(owner.CurrentValue) ?? throw new InvalidOperationException(
                        $"{entry.Metadata.DisplayName()}.{subject.Name} is empty and names no subject, so nothing can be encrypted for it.");
                    yield return (value, name, EncryptedFields.PlaceOf(property, p => EncryptedFields.KeyOf(entry, p.Name)));
                }
            }
        }
    }
}
