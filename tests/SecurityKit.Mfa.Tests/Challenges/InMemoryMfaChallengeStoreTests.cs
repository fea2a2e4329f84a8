using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Challenges;

[TestFixture]
public sealed class InMemoryMfaChallengeStoreTests : MfaChallengeStoreContract
{
    protected override ValueTask<IMfaChallengeStore> CreateStoreAsync() => ValueTask.FromResult<IMfaChallengeStore>(new InMemoryMfaChallengeStore());

    [Test]
    public async Task Expired_challenges_do_not_pile_up()
    {
        var store = new InMemoryMfaChallengeStore();
        for (var i = 0; i < 1000; i++)
        {
            var now = Start.AddMinutes(i);
            var hash = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
            await store.AddAsync(new StoredMfaChallenge(hash, "s", [], now.AddMinutes(10)), now, default);
        }

        Assert.That(store.Count, Is.EqualTo(10));
    }
}
