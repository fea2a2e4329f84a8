using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecurityKit.Sessions.Tests;

/// <summary>Others read our tokens with our key set.</summary>
[TestFixture]
public sealed class JsonWebTokenInteroperabilityTests
{
    [Test]
    public async Task AnotherLibrary_VerifiesOurTokenWithOurKeySet()
    {
        await using var host = await SessionHost.StartAsync();
        var token = host.Issuer.Issue((await host.SignInAsync()).Session).Value;
        var keys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(Encoding.UTF8.GetString(host.Get<JsonWebKeySet>().ToUtf8Json().Span));
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = "securitykit",
            ValidAudience = "securitykit",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = keys.GetSigningKeys(),
            LifetimeValidator = (notBefore, expires, _, _) =>
                notBefore <= host.Clock.GetUtcNow().UtcDateTime && expires > host.Clock.GetUtcNow().UtcDateTime,
        };

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters);

        Assert.That(result.Exception, Is.Null);
        Assert.That(result.IsValid, Is.True);
        Assert.That(result.Claims["sub"], Is.EqualTo("ada"));
    }

    [Test]
    public async Task KeySet_HoldsPublicPartsOnly()
    {
        await using var host = await SessionHost.StartAsync();

        var text = Encoding.UTF8.GetString(host.Get<JsonWebKeySet>().ToUtf8Json().Span);
        var keys = Microsoft.IdentityModel.Tokens.JsonWebKeySet.Create(text).Keys;

        Assert.That(keys, Is.Not.Empty);
        Assert.That(keys.Select(k => (k.HasPrivateKey, k.Kty, k.Crv, k.Use, k.Alg)).Distinct(), Is.EqualTo(new[] { (false, "EC", "P-256", "sig", "ES256") }));
        Assert.That(text, Does.Not.Contain("\"d\""));
    }
}
