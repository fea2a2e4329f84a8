namespace SecurityKit;

/// <summary>
/// Work that must be done before the host serves anything and before any hosted service starts, such as bringing a schema up to date
/// or loading keys. Steps run one after the other, lowest <see cref="Order"/> first, and only when every <see cref="IStartupCheck"/>
/// was content. What a step throws refuses the start.
/// </summary>
public interface IStartupStep
{
    /// <summary>When it runs; see <see cref="StartupOrder"/>. Steps of the same order run in the order of their type names.</summary>
    int Order { get; }

    /// <summary>Does the work.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that completes when the work is done.</returns>
    ValueTask RunAsync(CancellationToken cancellationToken);
}
