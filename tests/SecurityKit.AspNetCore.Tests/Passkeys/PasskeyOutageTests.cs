using System.Buffers.Text;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

[TestFixture]
public sealed class PasskeyOutageTests
{
    [Test]
    public async Task AStoreThatIsAway_IsAnOutageAndNoRefusal_AndSignsNobodyIn()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = { ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain },
            Services = services => services.AddSingleton<IAuthenticatorStore>(new DownAuthenticatorStore()),
        });
        using var authenticator = new SoftAuthenticator { UserHandle = Base64Url.EncodeToString("ada"u8) };
        using var client = host.Client();
        var options = await ApiOptions.AskAsync(client, "/login/passkey");
        (await client.PostAsync("/login/passkey", new { credential = authenticator.Use(options) })).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
    }
}
