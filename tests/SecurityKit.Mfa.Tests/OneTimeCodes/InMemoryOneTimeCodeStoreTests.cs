using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.OneTimeCodes;

[TestFixture]
public sealed class InMemoryOneTimeCodeStoreTests : OneTimeCodeStoreContract
{
    protected override ValueTask<IOneTimeCodeStore> CreateStoreAsync() => ValueTask.FromResult<IOneTimeCodeStore>(new InMemoryOneTimeCodeStore());

    [Test]
    public async Task Expired_codes_do_not_pile_up()
    {
        var store = new InMemoryOneTimeCodeStore();
        for (var i = 0; i < 100; i++)
        {
            var now = Start.AddMinutes(i);
            await store.PutAsync(new OneTimeCode($"{i}", [1], 3, now.AddMinutes(10)), now, default);
        }

        Assert.That(store.Count, Is.EqualTo(10));
    }
}
