using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using SecurityKit.Crypto;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Tells subjects' properties after they were read whose they are and where they were found.</summary>
internal sealed class SubjectFieldBinder(SubjectFieldCipher cipher) : IMaterializationInterceptor
{
    public object InitializedInstance(MaterializationInterceptionData materializationData, object instance)
    {
        foreach (var (property, subject) in SubjectFields.Of(materializationData.EntityType))
        {
            var owner = SubjectFields.SubjectOf(materializationData.GetPropertyValue(subject));
            if (owner is not null && EncryptedFields.ValueOf(property, instance) is ISubjectEncryptedField field)
            {
                field.Bind(
                    cipher,
                    owner,
                    EncryptedFields.PlaceOf(property, p => materializationData.GetPropertyValue(p)));
            }
        }

        return instance;
    }
}
