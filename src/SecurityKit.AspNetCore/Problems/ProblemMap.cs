using Microsoft.AspNetCore.Http;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore;

/// <summary>Which problem stands for an exception or a bare status. Nothing of an exception's text reaches the client.</summary>
internal static class ProblemMap
{
    internal static SecurityProblem Of(Exception exception) => exception switch
    {
        StoreUnavailableException => SecurityProblem.Unavailable(),
        MessageNotSentException => new(
            StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "The message could not be sent. Try again shortly."),
        BadHttpRequestException bad => OfStatus(bad.StatusCode),
        DecryptionFailedException => InternalError(),
        _ => InternalError(),
    };

    internal static SecurityProblem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new(status, ProblemCodes.AuthenticationRequired, "Sign in, or present a valid credential."),
        StatusCodes.Status403Forbidden => new(status, ProblemCodes.Forbidden, "This is not allowed."),
        StatusCodes.Status404NotFound => SecurityProblem.NotFound(),
        StatusCodes.Status405MethodNotAllowed => new(status, ProblemCodes.MethodNotAllowed, "This path does not take this method; see 'Allow'."),
        StatusCodes.Status413PayloadTooLarge => new(status, ProblemCodes.TooLarge, "The body is larger than this route takes."),
        StatusCodes.Status415UnsupportedMediaType => new(status, ProblemCodes.UnsupportedMediaType, "Send the body as application/json in UTF-8."),
        StatusCodes.Status503ServiceUnavailable => SecurityProblem.Unavailable(),
        >= 400 and < 500 => new(status, ProblemCodes.InvalidRequest, "The request could not be read."),
        _ => InternalError(),
    };

    private static SecurityProblem InternalError() => new(
        StatusCodes.Status500InternalServerError, ProblemCodes.InternalError, "Something went wrong here. The trace id finds it in the log.");
}
