using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions.Tests;

/// <summary>Others read our tokens with our key set.</summary>
[TestFixture]
public sealed class JsonWebTokenInteroperabilityTests
{
    [Test]
    public async Task AnotherLibrary_VerifiesOurTokenWithOurKeySet([Values] SigningAlgorithm algorithm)
    {
        await using var host = await SessionHost.StartAsync(crypto: options => options.SigningAlgorithm = algorithm);
        var token = host.Issuer.Issue((await host.SignInAsync()).Session).Value;
        var keys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(Encoding.UTF8.GetString(host.Get<JsonWebKeySet>().ToUtf8Json().Span));
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = "securitykit",
            ValidAudience = "securitykit",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [algorithm.ToString()],
            IssuerSigningKeys = keys.GetSigningKeys(),
            LifetimeValidator = (notBefore, expires, _, _) =>
                notBefore <= host.Clock.GetUtcNow().UtcDateTime && expires > host.Clock.GetUtcNow().UtcDateTime,
        };

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters);

        Assert.That(result.Exception, Is.Null);
        Assert.That(result.IsValid, Is.True);
        Assert.That(result.Claims["sub"], Is.EqualTo("ada"));
    }

    [TestCase(SigningAlgorithm.ES256, "EC", "P-256", 256)]
    [TestCase(SigningAlgorithm.RS256, "RSA", null, 3072)]
    public async Task KeySet_HoldsPublicPartsOnly(SigningAlgorithm algorithm, string kind, string? curve, int bits)
    {
        await using var host = await SessionHost.StartAsync(crypto: options => options.SigningAlgorithm = algorithm);

        var text = Encoding.UTF8.GetString(host.Get<JsonWebKeySet>().ToUtf8Json().Span);
        var keys = Microsoft.IdentityModel.Tokens.JsonWebKeySet.Create(text).Keys;

        Assert.That(keys, Is.Not.Empty);
        Assert.That(keys.Select(k => (k.HasPrivateKey, k.Kty, k.Crv, k.Use, k.Alg, k.KeySize)).Distinct(), Is.EqualTo(new[] { (false, kind, curve, "sig", algorithm.ToString(), bits) }));
        Assert.That(JsonDocument.Parse(text).RootElement.GetProperty("keys")[0].EnumerateObject().Select(member => member.Name), Has.None.AnyOf("d", "p", "q", "dp", "dq", "qi"));
    }
}
