using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Opens the configured KEKs, once. Never makes one.</summary>
internal sealed class KeyWrapperSource(IServiceProvider services, IOptions<CryptoOptions> options) : IDisposable
{
    internal const string NoMasterKey =
        "No master key (KEK) is configured, and none is ever made up. Make one with `openssl rand -base64 32`, keep a copy where it survives this machine, and either "
        + "set it in the environment variable SECURITYKIT_MASTER_KEY and write AddCrypto(o => o.UseMasterKeyFromEnvironment()), or put it into a file that only this "
        + "service's user can read (chmod 600) and write AddCrypto(o => o.UseMasterKeyFile(path)).";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<IKeyWrapper> _owned = [];
    private KeyWrapperSet? _opened;

    /// <exception cref="SecurityKitConfigurationException">None is configured, or one cannot be opened.</exception>
    internal async ValueTask<KeyWrapperSet> OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened is { } opened)
        {
            return opened;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _opened ??= await OpenAllAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var wrapper in _owned.OfType<IDisposable>())
        {
            wrapper.Dispose();
        }

        _turn.Dispose();
    }

    private async ValueTask<KeyWrapperSet> OpenAllAsync(CancellationToken cancellationToken)
    {
        var crypto = options.Value;
        var openers = crypto.MasterKeyOpeners();
        if (openers.Count > 1)
        {
            throw new SecurityKitConfigurationException(
                ["More than one master key is configured. Keep one as the present one and name the others as former ones (FormerMasterKeyFiles, FormerMasterKeyEnvironmentVariables)."]);
        }

        var present = openers.Count == 1
            ? await OpenAsync(openers[0], cancellationToken).ConfigureAwait(false)
            : services.GetService<IKeyWrapper>() ?? throw new SecurityKitConfigurationException([NoMasterKey]);
        var former = new List<IKeyWrapper>();
        foreach (var opener in crypto.FormerMasterKeyOpeners())
        {
            former.Add(await OpenAsync(opener, cancellationToken).ConfigureAwait(false));
        }

        return new KeyWrapperSet(present, former);
    }

    private async ValueTask<IKeyWrapper> OpenAsync(KeyWrapperOpener opener, CancellationToken cancellationToken)
    {
        var wrapper = await opener(services, cancellationToken).ConfigureAwait(false);
        _owned.Add(wrapper);
        return wrapper;
    }
}
