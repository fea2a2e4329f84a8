using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>There is no such thing, or it is somebody else's: deliberately one answer.</summary>
internal static class MissingPage
{
    internal static ValueTask<IResult> ShowAsync(ConsoleRequest request) => ConsoleLayout.PageAsync(
        request, "Not found", Markup.Of($"<p>There is no such thing here (any more). <a href=\"{request.Link(ConsolePaths.Overview)}\">Back to the overview</a></p>"),
        status: StatusCodes.Status404NotFound);
}
