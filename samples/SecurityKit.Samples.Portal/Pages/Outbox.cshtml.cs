using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using SecurityKit.Samples.Portal.Mail;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Shows what would have been sent; exists while developing only.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed partial class OutboxModel(IServiceProvider services) : PortalPageModel
{
    internal IReadOnlyList<OutboxMessage> Messages { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (services.GetService<Outbox>() is not { } outbox)
        {
            return NotFound();
        }

        Messages = outbox.Newest();
        return Page();
    }

    internal IEnumerable<string> PartsOf(string body) => Link().Split(body);

    [GeneratedRegex(@"(https?://\S+)")]
    private static partial Regex Link();
}
