namespace SecurityKit.Identity;

/// <summary>
/// A rule of the host on new accounts, beside those of the kit. All registered rules are asked once the kit's own are kept, and what they say is told to
/// whoever registers. Thread-safe. That a name or an address is in use is not theirs to say: the store decides about names, and addresses are never told.
/// </summary>
public interface IRegistrationRule
{
    /// <summary>Looks at a wished account.</summary>
    /// <param name="userName">The name as it would be shown.</param>
    /// <param name="email">The address, where there is one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    ValueTask<IReadOnlyList<InputProblem>> CheckAsync(string userName, string? email, CancellationToken cancellationToken);
}
