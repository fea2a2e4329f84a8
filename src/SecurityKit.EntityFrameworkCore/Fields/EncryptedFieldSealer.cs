using Microsoft.EntityFrameworkCore;
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

        foreach (var entry in context.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in EncryptedFields.Of(entry.Metadata))
            {
                var value = entry.Property(property.Name);
                if (value.CurrentValue is IEncryptedField field && (entry.State == EntityState.Added || value.IsModified))
                {
                    field.Seal(cipher, EncryptedFields.PlaceOf(property, p => EncryptedFields.KeyOf(entry, p.Name)));
                }
            }
        }
    }
}
