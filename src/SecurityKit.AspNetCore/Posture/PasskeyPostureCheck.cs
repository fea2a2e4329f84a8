using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Whether there is a factor that cannot be phished.</summary>
internal sealed class PasskeyPostureCheck(IOptionsMonitor<MfaOptions> options, PasskeyManager? passkeys = null) : IPostureCheck
{
    public string Id => "web.passkeys";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var isAvailable = passkeys is { IsAvailable: true };
        var evidence = (passkeys, isAvailable) switch
        {
            (null, _) => "Further factors are not part of this host.",
            (_, true) => $"Passkeys work here, bound to {options.CurrentValue.Passkeys.RelyingPartyId}.",
            _ => "Passkeys are not set up: no domain is named. Passwords and codes can be given to a false site.",
        };
        return ValueTask.FromResult(new PostureFinding(
            Id, "A factor that cannot be phished is offered", isAvailable ? PostureStatus.Passed : PostureStatus.Failed, evidence,
            isAvailable ? string.Empty : $"Add AddMfa(), and name the site's domain in {MfaOptions.Section}:Passkeys:RelyingPartyId.", Weight: 3));
    }
}
