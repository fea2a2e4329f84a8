using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace SecurityKit.AspNetCore;

/// <summary>
/// A refusal as RFC 9457 problem details with a stable <c>code</c>. An endpoint may return it as its result. Immutable.
/// </summary>
/// <param name="status">The HTTP status, 400 to 599.</param>
/// <param name="code">One of <see cref="ProblemCodes"/>, or the host's own in snake_case.</param>
/// <param name="detail">One sentence for a person. Never a secret, never the value that was refused.</param>
public sealed class SecurityProblem(int status, string code, string detail) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    /// <summary>The media type of problem details.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The sentence for a person.</summary>
    public string Detail { get; } = detail;

    /// <summary>How long to wait before trying again; sent as <c>Retry-After</c> in whole seconds, rounded up, at least 1.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong with which input.</summary>
    public IReadOnlyList<InputProblem> Errors { get; init; } = [];

    internal long? RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;

    int? IStatusCodeHttpResult.StatusCode => Status;

    string? IContentTypeHttpResult.ContentType => MediaType;

    /// <summary>Too many attempts.</summary>
    /// <param name="retryAfter">How long to wait.</param>
    /// <returns>A 429.</returns>
    public static SecurityProblem Throttled(TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, ProblemCodes.Throttled, "Too many attempts. Wait before trying again.") { RetryAfter = retryAfter };

    /// <summary>Inputs that break rules.</summary>
    /// <param name="errors">Which and why.</param>
    /// <returns>A 400.</returns>
    public static SecurityProblem InvalidRequest(params IReadOnlyList<InputProblem> errors) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, "The request breaks the rules named in 'errors'.") { Errors = errors };

    /// <summary>Nothing there, or not the caller's.</summary>
    /// <returns>A 404.</returns>
    public static SecurityProblem NotFound() => new(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is no such thing here.");

    /// <summary>A store is out of reach.</summary>
    /// <returns>A 503.</returns>
    public static SecurityProblem Unavailable() =>
        new(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "The service cannot decide this now. Try again shortly.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>Writes the problem. Does nothing when the response has started.</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>A task that completes when it is written.</returns>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            return Task.CompletedTask;
        }

        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (Status == StatusCodes.Status401Unauthorized && response.Headers.WWWAuthenticate.Count == 0)
        {
            response.Headers.WWWAuthenticate = Challenges.Of(null);
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        response.ContentType = MediaType;
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : response.WriteAsJsonAsync(
                ProblemBody.Of(this, httpContext), ProblemJsonContext.Default.ProblemBody, MediaType, httpContext.RequestAborted);
    }
}
