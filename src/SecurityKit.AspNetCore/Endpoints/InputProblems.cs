using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>What capabilities say about inputs, as problems.</summary>
internal static class InputProblems
{
    /// <summary>Problems with a password alone are <c>weak_password</c>; anything else is <c>invalid_request</c>.</summary>
    internal static SecurityProblem Of(IReadOnlyList<InputProblem> problems, string passwordField)
    {
        // A capability names its parameter; the client knows the field.
        InputProblem[] renamed = [.. problems.Select(p => p.Input is "newPassword" or "password" ? p with { Input = passwordField } : p)];
        return renamed.Length > 0 && Array.TrueForAll(renamed, p => p.Input == passwordField)
            ? new SecurityProblem(StatusCodes.Status400BadRequest, ProblemCodes.WeakPassword, "The password is not acceptable; 'errors' says why.") { Errors = renamed }
            : SecurityProblem.InvalidRequest(renamed);
    }

    internal static SecurityProblem InvalidCode() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCode, "The code is wrong, was used before, or has expired.");

    internal static SecurityProblem Locked(TimeSpan retryAfter) =>
        new(StatusCodes.Status423Locked, ProblemCodes.Locked, "Locked after too many failures. Wait before trying again.") { RetryAfter = retryAfter };

    internal static SecurityProblem InvalidCredentials() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCredentials, "The name and the password do not belong together.");

    internal static SecurityProblem WrongPassword() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCredentials, "The present password is not right.");
}
