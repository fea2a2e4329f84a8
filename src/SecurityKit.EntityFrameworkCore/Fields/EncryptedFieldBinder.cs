using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Tells encrypted properties their place after they were read: with the row's own key, whatever the row says of itself.</summary>
internal sealed class EncryptedFieldBinder(FieldCipher cipher) : IMaterializationInterceptor
{
    public object InitializedInstance(MaterializationInterceptionData materializationData, object instance)
    {
        foreach (var property in EncryptedFields.Of(materializationData.EntityType))
        {
            if (FieldOf(property, instance) is { } field)
            {
                field.Bind(cipher, EncryptedFields.PlaceOf(property, p => materializationData.GetPropertyValue(p)));
            }
        }

        return instance;
    }

    /// <summary>The object that the entity holds; asking the row for it would make another.</summary>
    private static IEncryptedField? FieldOf(IProperty property, object instance) =>
        (property.PropertyInfo is { CanRead: true } accessor ? accessor.GetValue(instance) : property.FieldInfo?.GetValue(instance)) as IEncryptedField;
}
