using System.Text.Json;
using Microsoft.Playwright;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>An authenticator built into the browser of a page, by the DevTools protocol: keeps keys, verifies its user, says yes by itself.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id)
    {
        _session = session;
        _id = id;
    }

    internal static async Task<VirtualAuthenticator> AddAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether it recognises its user from now on.</summary>
    internal Task RecogniseAsync(bool isOwner) => _session.SendAsync(
        "WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = _id, ["isUserVerified"] = isOwner });

    /// <summary>How many keys it holds.</summary>
    internal async Task<int> CountAsync()
    {
        JsonElement? held = await _session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id });
        return held!.Value.GetProperty("credentials").GetArrayLength();
    }
}
