using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11;

/// <summary>
/// A KEK on a PKCS#11 token, a key that cannot be extracted. The KEK's id is authenticated beside the associated data. Thread-safe: one call at a
/// time goes to the token.
/// </summary>
internal sealed class Pkcs11KeyWrapper : IKeyWrapper, IDisposable
{
    internal const string StoreName = "PKCS#11 token";

    private readonly Pkcs11Options _options;
    private readonly TimeProvider _clock;
    private readonly ITokenWrapping _wrapping;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Pkcs11KeySession? _session;

    private Pkcs11KeyWrapper(Pkcs11Options options, TimeProvider clock, Pkcs11KeySession session)
    {
        _options = options;
        _clock = clock;
        _session = session;
        KekId = session.KekId;
        _wrapping = options.Mechanism switch
        {
            Pkcs11Mechanism.AesGcm => new GcmWrapping(),
            Pkcs11Mechanism.AesKeyWrap => new KeyWrapWrapping(),
            _ => new RsaOaepWrapping(options.OaepHash),
        };
    }

    public string KekId { get; }

    /// <summary>Opens the token, signs in, and makes sure that the key is one that cannot leave.</summary>
    internal static async ValueTask<Pkcs11KeyWrapper> OpenAsync(Pkcs11Options options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new SecurityKitConfigurationException(problems);
        }

        if (OperatingSystem.IsWindows())
        {
            throw new SecurityKitConfigurationException(["PKCS#11: this version drives tokens on Linux and macOS only. Configure another master key on Windows."]);
        }

        try
        {
            var session = await LimitAsync(() => Pkcs11KeySession.Open(options), options, clock, cancellationToken).ConfigureAwait(false);
            var wrapper = new Pkcs11KeyWrapper(options, clock, session);
            await wrapper.TryOutAsync(cancellationToken).ConfigureAwait(false);
            return wrapper;
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(session => _wrapping.Wrap(session, key.Span, Bound(associatedData.Span)), cancellationToken).ConfigureAwait(false);
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        try
        {
            var key = await RunAsync(session => _wrapping.Unwrap(session, wrapped.Span, Bound(associatedData.Span)), cancellationToken).ConfigureAwait(false);
            return key ?? throw NotUnwrapped(null);
        }
        catch (Pkcs11Exception exception) when (IsAboutTheData(exception))
        {
            throw NotUnwrapped(exception);
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        _turn.Dispose();
    }

    // The token's library may hang: the caller goes on after the limit. A call that was begun is left to its end, since it gives the turn back.
    private static async ValueTask<T> LimitAsync<T>(Func<T> call, Pkcs11Options options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(call, CancellationToken.None).WaitAsync(options.TimeLimit, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    private async ValueTask<T> RunAsync<T>(Func<Pkcs11KeySession, T> call, CancellationToken cancellationToken)
    {
        await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
        return await LimitAsync(() => InTurn(call), _options, _clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.TimeLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    private T InTurn<T>(Func<Pkcs11KeySession, T> call)
    {
        try
        {
            try
            {
                return call(_session ??= Reopen());
            }
            catch (Pkcs11Exception exception) when (!IsAboutTheData(exception))
            {
                // The session may have ended with the token's restart: once more, on a new one.
                _session?.Dispose();
                _session = null;
                return call(_session = Reopen());
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // What stops a start with a sentence for the operator is an outage while the host runs: the token may be back in a moment.
    private Pkcs11KeySession Reopen()
    {
        try
        {
            var session = Pkcs11KeySession.Open(_options);
            if (session.KekId == KekId)
            {
                return session;
            }

            session.Dispose();
            throw new StoreUnavailableException(StoreName);
        }
        catch (SecurityKitConfigurationException exception)
        {
            throw new StoreUnavailableException(StoreName, exception);
        }
    }

    /// <summary>A key that may not be used like this, or a token that cannot, shows at the start and not at the first rotation.</summary>
    private async ValueTask TryOutAsync(CancellationToken cancellationToken)
    {
        var sample = RandomNumberGenerator.GetBytes(32);
        try
        {
            var wrapped = await RunAsync(session => _wrapping.Wrap(session, sample, []), cancellationToken).ConfigureAwait(false);
            var unwrapped = await RunAsync(session => _wrapping.Unwrap(session, wrapped, []), cancellationToken).ConfigureAwait(false);
            if (unwrapped.AsSpan().SequenceEqual(sample))
            {
                return;
            }

            throw NotUsable("the token answered with another key");
        }
        catch (Pkcs11Exception exception)
        {
            throw NotUsable(exception.Message);
        }
    }

    private SecurityKitConfigurationException NotUsable(string answer)
    {
        Dispose();
        var hint = _options.Mechanism == Pkcs11Mechanism.RsaOaep && _options.OaepHash == Pkcs11OaepHash.Sha256
            ? " If the token has OAEP with SHA-1 only, set OaepHash to Sha1."
            : string.Empty;
        return new SecurityKitConfigurationException(
            [$"PKCS#11: the token '{_options.TokenLabel}' cannot use the key '{_options.KeyLabel}' by {_options.Mechanism} ({answer.TrimEnd('.')}). Look at the usages the key was made with, and at what the token supports.{hint}"]);
    }

    private KeyUnwrapException NotUnwrapped(Exception? cause) =>
        new($"A wrapped key does not unwrap under the KEK '{KekId}': it was changed, or belongs elsewhere.", cause);

    // A code that tells of the data, or that modules give for it.
    private static bool IsAboutTheData(Pkcs11Exception exception) => exception.Code
        is Ck.EncryptedDataInvalid or Ck.EncryptedDataLengthRange or Ck.GeneralError or Ck.WrappedKeyInvalid or Ck.WrappedKeyLengthRange;

    private byte[] Bound(ReadOnlySpan<byte> associatedData) => [.. Encoding.UTF8.GetBytes(KekId), 0, .. associatedData];
}
