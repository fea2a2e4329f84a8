using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>Published vectors for signature verification: what is neither ES256 nor RS256 is refused, and of these exactly what is right is accepted.</summary>
[TestFixture]
public sealed class JoseVectorTests
{
    private const string Signatures = "jose/jws.json";
    private const string KeySets = "jose/jwk-set.json";

    [Test]
    public void PublishedSignatures_AreAcceptedOrRefusedAsTheySay()
    {
        var file = VectorFile.Read(Signatures);
        var accepted = new HashSet<string>();
        foreach (var vector in file.GetProperty("cases").EnumerateArray())
        {
            var key = KeyOf(file, vector);
            var isAccepted = IsAccepted(vector, key);
            var isRight = vector.GetProperty("result").GetString() == "valid" && IsOurs(key);
            if (isAccepted)
            {
                accepted.Add(key.GetProperty("alg").GetString()!);
            }

            Assert.That(isAccepted, Is.EqualTo(isRight), $"{vector.GetProperty("id")} {vector.GetProperty("comment")} {vector.GetProperty("group")}");
        }

        Assert.That(accepted, Is.EquivalentTo(new[] { "ES256", "RS256" }));
    }

    [TestCase(Signatures)]
    [TestCase(KeySets)]
    public async Task NoPublishedToken_IsAnAccessTokenOfOurs(string path)
    {
        await using var host = await SessionHost.StartAsync();
        foreach (var vector in VectorFile.Cases(path))
        {
            var token = TextOf(vector);
            Assert.That((await host.Validator.ValidateAsync(token)).IsValid, Is.False, vector.GetProperty("id").ToString());
        }
    }

    private static bool IsAccepted(JsonElement vector, JsonElement key)
    {
        using var read = PublishedKey.TryRead(key);
        return read is not null && CompactJws.TryParse(TextOf(vector)) is { } jws && jws.Algorithm == read.Algorithm && read.HasSigned(jws);
    }

    private static string TextOf(JsonElement vector)
    {
        var jws = vector.GetProperty("jws");
        return jws.ValueKind == JsonValueKind.String ? jws.GetString()! : jws.GetRawText();
    }

    private static JsonElement KeyOf(JsonElement file, JsonElement vector)
    {
        var name = vector.TryGetProperty("publicKey", out var publicKey) ? publicKey : vector.GetProperty("privateKey");
        return file.GetProperty("keys").GetProperty(name.GetString()!);
    }

    private static bool IsOurs(JsonElement key) => key.TryGetProperty("alg", out var algorithm) && algorithm.GetString() is "ES256" or "RS256";
}
