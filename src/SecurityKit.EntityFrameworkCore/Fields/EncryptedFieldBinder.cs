using Microsoft.EntityFrameworkCore.Diagnostics;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Tells encrypted properties their place after they were read: with the row's own key, whatever the row says of itself.</summary>
internal sealed class EncryptedFieldBinder(FieldCipher cipher) : IMaterializationInterceptor
{
    public object InitializedInstance(MaterializationInterceptionData materializationData, object instance)
    {
        foreach (var property in EncryptedFields.Of(materializationData.EntityType))
        {
            if (EncryptedFields.ValueOf(property, instance) is IEncryptedField field)
            {
                field.Bind(cipher, EncryptedFields.PlaceOf(property, p => materializationData.GetPropertyValue(p)));
            }
        }

        return instance;
    }
}
