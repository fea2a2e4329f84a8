using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>A form came that no page of the console sends: too large, with too many fields, or broken.</summary>
internal static class UnreadablePage
{
    internal static ValueTask<IResult> ShowAsync(ConsoleRequest request, int status) => ConsoleLayout.PageAsync(
        request, "Not understood",
        ConsoleLayout.Bad(status == StatusCodes.Status413PayloadTooLarge ? "The form is larger than this page takes." : "The form could not be read."),
        status: status);
}
