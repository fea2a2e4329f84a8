using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11;

/// <summary>
/// A KEK on a PKCS#11 token: AES-256-GCM under a key that cannot be extracted. Layout: version (1), nonce (12), ciphertext, tag (16).
/// The version and the KEK's id are authenticated beside the associated data. Thread-safe: one call at a time goes to the token.
/// </summary>
internal sealed class Pkcs11KeyWrapper : IKeyWrapper, IDisposable
{
    private const byte FormatVersion = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int OverheadBytes = 1 + NonceBytes + TagBytes;

    private readonly Pkcs11Options _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Pkcs11KeySession? _session;

    private Pkcs11KeyWrapper(Pkcs11Options options, TimeProvider clock, Pkcs11KeySession session)
    {
        _options = options;
        _clock = clock;
        _session = session;
        KekId = session.KekId;
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
            return new Pkcs11KeyWrapper(options, clock, session);
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException("PKCS#11 token", exception);
        }
    }

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        var wrapped = new byte[OverheadBytes + key.Length];
        wrapped[0] = FormatVersion;
        RandomNumberGenerator.Fill(wrapped.AsSpan(1, NonceBytes));
        try
        {
            var written = await RunAsync(
                session => session.Gcm(
                    encrypt: true, wrapped.AsSpan(1, NonceBytes), Bound(associatedData.Span), key.Span, wrapped.AsSpan(1 + NonceBytes)),
                cancellationToken).ConfigureAwait(false);
            return written == key.Length + TagBytes ? wrapped : throw new StoreUnavailableException("PKCS#11 token");
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException("PKCS#11 token", exception);
        }
    }

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        if (wrapped.Length < OverheadBytes || wrapped.Span[0] != FormatVersion)
        {
            throw new KeyUnwrapException("A wrapped key is not of the form the kit writes.");
        }

        // Some modules ask for room for the tag as well.
        var buffer = GC.AllocateArray<byte>(wrapped.Length, pinned: true);
        try
        {
            var written = await RunAsync(
                session => session.Gcm(
                    encrypt: false, wrapped.Span.Slice(1, NonceBytes), Bound(associatedData.Span), wrapped.Span[(1 + NonceBytes)..], buffer),
                cancellationToken).ConfigureAwait(false);
            if (written != wrapped.Length - OverheadBytes)
            {
                throw new KeyUnwrapException($"A wrapped key does not unwrap under the KEK '{KekId}'.");
            }

            var key = GC.AllocateArray<byte>(written, pinned: true);
            buffer.AsSpan(0, written).CopyTo(key);
            return key;
        }
        catch (Pkcs11Exception exception) when (exception.Code is Ck.EncryptedDataInvalid or Ck.EncryptedDataLengthRange or Ck.GeneralError)
        {
            throw new KeyUnwrapException($"A wrapped key does not unwrap under the KEK '{KekId}': it was changed, or belongs elsewhere.", exception);
        }
        catch (Pkcs11Exception exception)
        {
            throw new StoreUnavailableException("PKCS#11 token", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
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
            throw new StoreUnavailableException("PKCS#11 token", exception);
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
            throw new StoreUnavailableException("PKCS#11 token", exception);
        }
    }

    private T InTurn<T>(Func<Pkcs11KeySession, T> call)
    {
        try
        {
            try
            {
                return call(_session ??= Pkcs11KeySession.Open(_options));
            }
            catch (Pkcs11Exception exception) when (exception.Code is not (Ck.EncryptedDataInvalid or Ck.EncryptedDataLengthRange or Ck.GeneralError))
            {
                // The session may have ended with the token's restart: once more, on a new one.
                _session?.Dispose();
                _session = null;
                _session = Pkcs11KeySession.Open(_options);
                return _session.KekId == KekId ? call(_session) : throw new StoreUnavailableException("PKCS#11 token", exception);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private byte[] Bound(ReadOnlySpan<byte> associatedData) => [FormatVersion, .. Encoding.UTF8.GetBytes(KekId), 0, .. associatedData];
}
