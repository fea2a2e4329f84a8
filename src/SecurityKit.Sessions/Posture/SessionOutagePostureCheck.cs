using Microsoft.Extensions.Options;

namespace SecurityKit.Sessions;

internal sealed class SessionOutagePostureCheck(IOptionsMonitor<SessionOptions> options) : IPostureCheck
{
    public string Id => "sessions.outage";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var isOpen = options.CurrentValue.Tokens.AcceptUncheckedWhenStoreIsUnavailable;
        return ValueTask.FromResult(new PostureFinding(
            Id, "Access tokens are refused while revocation cannot be checked", isOpen ? PostureStatus.Failed : PostureStatus.Passed,
            isOpen ? "Tokens are accepted unchecked while the session store is unavailable." : "Tokens are refused while the session store is unavailable.",
            isOpen ? "Set SecurityKit:Sessions:Tokens:AcceptUncheckedWhenStoreIsUnavailable to false." : string.Empty,
            Weight: 7));
    }
}
