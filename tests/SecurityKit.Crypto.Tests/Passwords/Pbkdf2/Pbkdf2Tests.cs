using System.Globalization;

namespace SecurityKit.Crypto.Tests.Passwords;

/// <summary>The hashes were made with Python's hashlib; one is from passlib's documentation.</summary>
public sealed class Pbkdf2Tests
{
    private const string Password = "Füße über Köln";

    [TestCase("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg8dN83gD5TCDfCTmTsWLdEx2HKP6uQSwqi99BJ+kvGrMQ==", Description = "ASP.NET Core Identity 3, SHA-256")]
    [TestCase("AQAAAAIAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg+iyNiEw4AUhfmR5f0Og0gZKJNmw5T6bxgX1wwqoaUVlw==", Description = "ASP.NET Core Identity 3, SHA-512")]
    [TestCase("AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8dRUwyiP6LHw3Ld2MBvR01th8EHAq1Du+Odv33UO5zbw==", Description = "ASP.NET Core Identity 3, SHA-1")]
    [TestCase("AAABAgMEBQYHCAkKCwwNDg8dRUwyiP6LHw3Ld2MBvR01th8EHAq1Du+Odv33UO5zbw==", Description = "ASP.NET Core Identity 2")]
    [TestCase("pbkdf2_sha256$1200$seasalt2$PfqqftEPVOQyLudGxGo556e7DotJu4HX+EYjPDy1FbU=", Description = "Django")]
    [TestCase("pbkdf2_sha1$1500$seasalt2$fkuL5LFnQF7+64jzG8s0HmiNdy8=", Description = "Django, SHA-1")]
    [TestCase("pbkdf2:sha1:1000$Zk5xCe9w$004c95b0260e21f9a64b5e408474cea4b13c2aef", Description = "werkzeug, SHA-1")]
    [TestCase("pbkdf2:sha256:1000$Zk5xCe9w$a397f87fe9ecdd36a558678adaf1dbb6ef55b74c40fd4cb42614f8bf5bdccedc", Description = "werkzeug")]
    [TestCase("pbkdf2:sha512:1000$Zk5xCe9w$c1c51fd244ba218f71b3c66870451a8d61c311b06948c35b4c2f2f7ca61d42745ca7920fc609323b26a3cccfa2284a8fba42faed8e9e5fff582938b023b523c6", Description = "werkzeug, SHA-512")]
    [TestCase("$pbkdf2$1000$AAECAwQFBgcICQoLDA0ODw$HUVMMoj.ix8Ny3djAb0dNbYfBBw", Description = "passlib, SHA-1")]
    [TestCase("$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$uq2zqx9PIpZjDnAmdGwMEqRqwLXuMw2Rz9B3mO2Wizs", Description = "passlib")]
    [TestCase("$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$osjYhMOAFIX5keX9DoNIGSiTZsOU.m8YF9cMKqGlFZda7UCMZcHsW6dFteKGiisMSrNhbxvV3l.bLBSiRd4xLw", Description = "passlib, SHA-512")]
    public async Task A_hash_of_another_system_verifies_and_asks_for_a_rehash(string hash)
    {
        using var host = new PasswordHashingHost();
        Assert.That(await host.Hasher.VerifyAsync(hash, Password), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
        Assert.That(await host.Hasher.VerifyAsync(hash, Password + " "), Is.EqualTo(PasswordVerification.Failed));
    }

    [Test]
    public async Task The_example_of_the_passlib_documentation_verifies()
    {
        using var host = new PasswordHashingHost();
        const string Hash = "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk";
        Assert.That(await host.Hasher.VerifyAsync(Hash, "toomanysecrets"), Is.EqualTo(PasswordVerification.VerifiedRehashNeeded));
    }

    [TestCase("pbkdf2_sha256${0}$seasalt2$PfqqftEPVOQyLudGxGo556e7DotJu4HX+EYjPDy1FbU=")]
    [TestCase("pbkdf2:sha256:{0}$Zk5xCe9w$a397f87fe9ecdd36a558678adaf1dbb6ef55b74c40fd4cb42614f8bf5bdccedc")]
    [TestCase("$pbkdf2-sha256${0}$AAECAwQFBgcICQoLDA0ODw$uq2zqx9PIpZjDnAmdGwMEqRqwLXuMw2Rz9B3mO2Wizs")]
    public void Iterations_above_the_limit_or_not_a_plain_number_are_not_read(string form)
    {
        using var host = new PasswordHashingHost();
        var algorithms = host.Get<IEnumerable<IPasswordHashAlgorithm>>();
        foreach (var (iterations, isRead) in new[]
        {
            ("1", true), ("5000000", true), ("5000001", false), ("2147483647", false), ("2147483648", false), ("99999999999999999999", false),
            ("0", false), ("-1", false), ("01", false), ("+1", false), (" 1", false), ("", false), ("1e3", false), ("１", false),
        })
        {
            var hash = string.Format(CultureInfo.InvariantCulture, form, iterations);
            Assert.That(algorithms.Any(a => a.Read(hash) is not null), Is.EqualTo(isRead), hash);
        }
    }

    [TestCase("AQAAAAH//////wAAABAAAQIDBAUGBwgJCgsMDQ4PHTfN4A+Uwg3wk5k7Fi3RMdhyj+rkEsKovfQSfpLxqzE=", Description = "iterations of 2^32-1")]
    [TestCase("AQAAAAEAACcQ/////wABAgMEBQYHCAkKCwwNDg8dN83gD5TCDfCTmTsWLdEx2HKP6uQSwqi99BJ+kvGrMQ==", Description = "a salt longer than the hash")]
    [TestCase("AQAAAAMAACcQAAAAEAABAgMEBQYHCAkKCwwNDg8dN83gD5TCDfCTmTsWLdEx2HKP6uQSwqi99BJ+kvGrMQ==", Description = "an unknown function")]
    [TestCase("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg8=", Description = "no tag: everything would match")]
    [TestCase("AgAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg8dN83gD5TCDfCTmTsWLdEx2HKP6uQSwqi99BJ+kvGrMQ==", Description = "an unknown version")]
    public async Task A_damaged_or_hostile_Identity_hash_does_not_verify(string hash)
    {
        using var host = new PasswordHashingHost();
        Assert.That(await host.Hasher.VerifyAsync(hash, Password), Is.EqualTo(PasswordVerification.Failed));
    }
}
