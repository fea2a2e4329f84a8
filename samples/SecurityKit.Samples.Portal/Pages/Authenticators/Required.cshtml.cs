using SecurityKit.AspNetCore;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>For whoever must set up a second factor before going on.</summary>
[RequireSession]
[AllowPendingEnrollment]
public sealed class RequiredModel(PasskeyFlow passkeys) : PortalPageModel
{
    public bool OffersPasskeys => passkeys.IsAvailable;
}
