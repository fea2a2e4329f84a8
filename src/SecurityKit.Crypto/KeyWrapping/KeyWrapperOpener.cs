namespace SecurityKit.Crypto;

/// <summary>Opens a KEK when the key rings load. What it returns is disposed with the container where it is disposable.</summary>
/// <param name="services">The host's services.</param>
/// <param name="cancellationToken">Cancels the start.</param>
/// <returns>The KEK.</returns>
/// <exception cref="SecurityKitConfigurationException">It is missing or not fit; the message says what to write.</exception>
public delegate ValueTask<IKeyWrapper> KeyWrapperOpener(IServiceProvider services, CancellationToken cancellationToken);
