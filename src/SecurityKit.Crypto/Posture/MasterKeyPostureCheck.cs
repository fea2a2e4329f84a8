namespace SecurityKit.Crypto;

/// <summary>Where is the key that wraps all others?</summary>
internal sealed class MasterKeyPostureCheck(KeyWrapperSource source) : IPostureCheck
{
    private const int Weight = 4;

    public string Id => "crypto.masterkey.custody";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var (status, evidence) = await LookAsync(cancellationToken).ConfigureAwait(false);
        return new PostureFinding(
            Id,
            "The master key never leaves a token or a key service.",
            status,
            evidence,
            status == PostureStatus.Passed ? string.Empty : "Put the master key on a PKCS#11 token (SecurityKit.Pkcs11, UsePkcs11) or behind a key service (UseKeyWrapper).",
            Weight);
    }

    private async ValueTask<(PostureStatus Status, string Evidence)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wrappers = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
            return wrappers.Present is LocalKeyWrapper
                ? (PostureStatus.Partial, "It is in this process's memory, from a file or the environment.")
                : (PostureStatus.Passed, $"It is kept elsewhere and asked to wrap: {wrappers.Present.GetType().Name}.");
        }
        catch (SecurityKitConfigurationException)
        {
            return (PostureStatus.Failed, "There is no usable master key.");
        }
    }
}
