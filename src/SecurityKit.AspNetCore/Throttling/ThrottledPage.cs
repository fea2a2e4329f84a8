using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Tells a person to wait: in the console's dress on the console's pages, plain on the host's own.</summary>
internal static class ThrottledPage
{
    private const string Title = "Too many attempts";

    internal static ValueTask<IResult> ShowAsync(HttpContext context, SecurityProblem problem)
    {
        var wait = Moments.Span(TimeSpan.FromSeconds(problem.RetryAfterSeconds ?? 1));
        return context.GetEndpoint()?.Metadata.GetMetadata<ConsoleSite>() is { } site
            ? ConsoleLayout.PageAsync(
                new ConsoleRequest(context, site), Title, ConsoleLayout.Bad($"Too many attempts came from your network. Try again in {wait}."), status: problem.Status)
            : ValueTask.FromResult<IResult>(new ConsolePage(Plain(wait), problem.Status));
    }

    private static Markup Plain(string wait) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>{Title}</title>
        </head>
        <body>
        <main>
        <h1>{Title}</h1>
        <p role="alert">Too many attempts came from your network. Try again in {wait}.</p>
        </main>
        </body>
        </html>
        """);
}
