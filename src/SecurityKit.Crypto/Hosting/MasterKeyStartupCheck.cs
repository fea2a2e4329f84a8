namespace SecurityKit.Crypto;

/// <summary>Reports a missing or unfit KEK together with everything else that is missing.</summary>
internal sealed class MasterKeyStartupCheck(KeyWrapperSource source) : IStartupCheck
{
    public async ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await source.OpenAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (SecurityKitConfigurationException exception)
        {
            return exception.Problems;
        }
    }
}
