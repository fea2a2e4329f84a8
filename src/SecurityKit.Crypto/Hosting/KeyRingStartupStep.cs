namespace SecurityKit.Crypto;

/// <summary>Loads the rings once the stores are ready and before any hosted service starts.</summary>
internal sealed class KeyRingStartupStep(IKeyRingManager manager) : IStartupStep
{
    public int Order => StartupOrder.Keys;

    public ValueTask RunAsync(CancellationToken cancellationToken) => manager.InitializeAsync(cancellationToken);
}
