using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Something that cannot be undone, as it stands now. It is shown before it is done, and done only as it was shown: when what it affects has
/// changed in between, it is shown again.
/// </summary>
/// <param name="Title">What is about to be done.</param>
/// <param name="Button">The same as an order, in two or three words.</param>
/// <param name="Back">The page to go back to.</param>
/// <param name="Affects">Each thing that it touches, by a name its owner knows it by.</param>
/// <param name="Consequences">What that means, in sentences.</param>
/// <param name="RunAsync">Does it. Gets the session as it is after the step-up.</param>
internal sealed record ConsoleAction(
    string Title, string Button, string Back, IReadOnlyList<string> Affects, IReadOnlyList<string> Consequences, Func<Session, ValueTask<IResult>> RunAsync)
{
    /// <summary>Whether a password does not do: the action touches what is not the actor's own.</summary>
    internal bool TakesSecondFactor { get; init; }

    /// <summary>Changes when what is affected does.</summary>
    internal string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Title + "\n" + string.Join('\n', Affects))));
}
