using System.Security.Cryptography;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Signing;

[TestFixture]
public sealed class SigningKeyTests
{
    private static readonly byte[] Data = [1, 2, 3];

    [Test]
    public async Task Key_signs_and_verifies_in_parallel([Values] SigningAlgorithm algorithm)
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: options => options.SigningAlgorithm = algorithm);
        var key = crypto.SigningKeys.Current.Active;
        Assert.That(key.Algorithm, Is.EqualTo(algorithm.ToString()));

        Parallel.For(0, 160, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            byte[] data = [(byte)i];
            var signature = key.Sign(data);
            Assert.That(key.Verify(data, signature), Is.True);
            Assert.That(key.Verify([(byte)(i + 1)], signature), Is.False);
        });
    }

    [Test]
    public async Task Changed_or_cut_signature_is_wrong([Values] SigningAlgorithm algorithm)
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: options => options.SigningAlgorithm = algorithm);
        var key = crypto.SigningKeys.Current.Active;
        var signature = key.Sign(Data);
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] ^= 1;
            Assert.That(key.Verify(Data, signature), Is.False, $"byte {i}");
            signature[i] ^= 1;
        }

        Assert.That(key.Verify(Data, signature.AsSpan(1)), Is.False);
        Assert.That(key.Verify(Data, [.. signature, 0]), Is.False);
        Assert.That(key.Verify(Data, []), Is.False);
        Assert.That(key.Verify(Data, signature), Is.True);
    }

    [Test]
    public async Task Public_part_verifies_elsewhere_and_is_a_copy([Values] SigningAlgorithm algorithm)
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: options => options.SigningAlgorithm = algorithm);
        var key = crypto.SigningKeys.Current.Active;
        key.ExportSubjectPublicKeyInfo().AsSpan().Clear();

        Assert.That(IsRightElsewhere(algorithm, key.ExportSubjectPublicKeyInfo(), key.Sign(Data)), Is.True);
    }

    [Test]
    public async Task Key_that_was_taken_out_of_use_signs_no_more_and_verifies_nothing([Values] SigningAlgorithm algorithm)
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: options => options.SigningAlgorithm = algorithm);
        var key = crypto.SigningKeys.Current.Active;
        var signature = key.Sign(Data);
        await crypto.KeyRings.RotateAsync(KeyRingNames.Signing, "leak");
        await crypto.KeyRings.RevokeAsync(KeyRingNames.Signing, key.Id, "leak");

        Assert.That(() => key.Sign(Data), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(key.Verify(Data, signature), Is.False);
        Assert.That(key.ExportSubjectPublicKeyInfo(), Is.Not.Empty);
    }

    [Test]
    public async Task Status_names_the_algorithm_of_each_key()
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: options => options.SigningAlgorithm = SigningAlgorithm.RS256);

        Assert.That((await crypto.KeyRings.GetStatusAsync(KeyRingNames.Signing)).Keys.Select(key => key.Algorithm), Is.EqualTo(new[] { "RS256" }));
    }

    [Test]
    public void What_unwraps_to_a_key_of_another_algorithm_or_size_is_refused()
    {
        using var point = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherPoint = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var small = RSA.Create(2048);

        AssertIsRefused("RS256", point.ExportPkcs8PrivateKey(), "not a private key for RS256");
        AssertIsRefused("ES256", small.ExportPkcs8PrivateKey(), "not a private key for ES256");
        AssertIsRefused("ES256", otherPoint.ExportPkcs8PrivateKey(), "not a private key for ES256");
        AssertIsRefused("RS256", small.ExportPkcs8PrivateKey(), "not a private key for RS256");
        AssertIsRefused("ES256", [1, 2, 3], "not a private key for ES256");
        AssertIsRefused("EdDSA", point.ExportPkcs8PrivateKey(), "an algorithm this version does not have");
        AssertIsRefused("7", point.ExportPkcs8PrivateKey(), "an algorithm this version does not have");
    }

    [Test]
    public void Algorithm_that_is_none_stops_the_start()
    {
        var options = new CryptoOptions { SigningAlgorithm = (SigningAlgorithm)7 };

        Assert.That(new CryptoOptionsValidator().Validate(null, options).FailureMessage, Does.Contain("SigningAlgorithm must be ES256 or RS256"));
    }

    private static void AssertIsRefused(string algorithm, byte[] pkcs8, string why)
    {
        var record = new KeyRecord
        {
            Id = KeyId.New().ToString(), Version = 1, Algorithm = algorithm, CreatedAt = DateTimeOffset.UnixEpoch, ActivatesAt = DateTimeOffset.UnixEpoch, Reason = "test",
        };

        Assert.That(() => PrivateSigningKey.Open(record, pkcs8), Throws.TypeOf<KeyUnwrapException>().With.Message.Contains(why));
    }

    private static bool IsRightElsewhere(SigningAlgorithm algorithm, byte[] publicKey, byte[] signature)
    {
        if (algorithm == SigningAlgorithm.RS256)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa.VerifyData(Data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        return ecdsa.VerifyData(Data, signature, HashAlgorithmName.SHA256);
    }
}
