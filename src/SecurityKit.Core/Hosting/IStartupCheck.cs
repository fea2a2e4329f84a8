namespace SecurityKit;

/// <summary>
/// Something that must hold before the host serves anything. All checks run before any hosted service starts;
/// the problems of all of them are reported together and the start is refused.
/// </summary>
public interface IStartupCheck
{
    /// <summary>Looks for what is wrong or missing.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>One sentence per problem, each saying what to write to put it right; none when all is well. Never a secret.</returns>
    ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);
}
