using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Which field objects have a place already. All are sealed before the first is written, and an object has one envelope: one that stands in two places
/// would be stored in both with the envelope of the second.
/// </summary>
internal sealed class FieldHolders
{
    private readonly HashSet<object> _held = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes the objects of all places that are not about to be sealed.</summary>
    /// <param name="context">What is tracked.</param>
    /// <param name="fieldsOf">The encrypted properties of a type.</param>
    /// <param name="sealing">The places that are about to be sealed.</param>
    internal FieldHolders(DbContext context, Func<IEntityType, IEnumerable<IProperty>> fieldsOf, IEnumerable<PropertyEntry> sealing)
    {
        var toBeSealed = sealing.Select(value => (value.EntityEntry.Entity, value.Metadata)).ToHashSet();
        foreach (var entry in context.ChangeTracker.Entries().Where(e => e.State is not (EntityState.Deleted or EntityState.Detached)))
        {
            foreach (var property in fieldsOf(entry.Metadata).Where(p => !toBeSealed.Contains((entry.Entity, p))))
            {
                if (entry.Property(property.Name).CurrentValue is { } field)
                {
                    _held.Add(field);
                }
            }
        }
    }

    /// <summary>Takes an object for a place.</summary>
    /// <returns>Whether it has no other place.</returns>
    internal bool TryTake(object field) => _held.Add(field);
}
