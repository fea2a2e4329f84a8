using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Seals encrypted properties before they are written, for the row's own key.</summary>
internal sealed class EncryptedFieldSealer(FieldCipher cipher) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Seal(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Seal(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Seal(DbContext? context)
    {
        if (context is null)
        {
            return;
        }

        PropertyEntry[] sealing = [.. ToBeSealed(context)];
        if (sealing.Length == 0)
        {
            return;
        }

        var holders = new FieldHolders(context, EncryptedFields.Of, sealing);
        foreach (var value in sealing)
        {
            var field = (IEncryptedField)value.CurrentValue!;
            if (!holders.TryTake(field))
            {
                value.CurrentValue = field = field.Copy();
            }

            field.Seal(cipher, EncryptedFields.PlaceOf(value.Metadata, p => EncryptedFields.KeyOf(value.EntityEntry, p.Name)));
        }
    }

    private static IEnumerable<PropertyEntry> ToBeSealed(DbContext context) =>
        from entry in context.ChangeTracker.Entries()
        where entry.State is EntityState.Added or EntityState.Modified
        from property in EncryptedFields.Of(entry.Metadata)
        let value = entry.Property(property.Name)
        where value.CurrentValue is IEncryptedField && (entry.State == EntityState.Added || value.IsModified)
        select value;
}
