using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Are the keys of ASP.NET Core's Data Protection, where it is used, kept encrypted?</summary>
internal sealed class DataProtectionPostureCheck(IServiceProvider services, IOptions<KeyManagementOptions> options) : IPostureCheck
{
    private const int Weight = 5;

    public string Id => "web.dataprotection.keys";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var (isSafe, evidence) = Look();
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "The keys of Data Protection are kept encrypted.",
            isSafe ? PostureStatus.Passed : PostureStatus.Failed,
            evidence,
            isSafe ? string.Empty : "Call AddDataProtection().PersistKeysToFileSystem(...).ProtectKeysWithSecurityKit(), and delete keys that were kept in the clear.",
            Weight));
    }

    private (bool IsSafe, string Evidence) Look()
    {
        if (services.GetService<IKeyManager>() is null)
        {
            return (true, "Data Protection is not part of this host.");
        }

        if (services.GetService<IDataProtectionProvider>() is EphemeralDataProtectionProvider)
        {
            return (true, "Its keys are in memory only.");
        }

        var keys = options.Value;
        if (keys.XmlEncryptor is null or NullXmlEncryptor)
        {
            return (false, "The host does not say how its keys are encrypted; by default they lie in the clear, in the home folder of the account it runs under.");
        }

        var place = keys.XmlRepository is SealedKeyRepository own ? own.Place : keys.XmlRepository;
        var kept = place?.GetAllElements().Where(KeyElement.IsKey).ToArray() ?? [];
        var clear = kept.Count(KeyElement.IsClear);
        return clear > 0
            ? (false, $"{clear} of {kept.Length} keys lie in the clear.")
            : (true, $"{kept.Length} keys, all of them encrypted{(keys.XmlEncryptor is SealedXmlEncryptor ? " with a key ring" : string.Empty)}.");
    }
}
