using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Passkeys;

[TestFixture]
public sealed class InMemoryPasskeyPromptStoreTests : PasskeyPromptStoreContract
{
    [Test]
    public async Task Expired_prompts_do_not_pile_up()
    {
        var store = new InMemoryPasskeyPromptStore();
        for (var i = 0; i < 1000; i++)
        {
            var now = Start.AddMinutes(i);
            var hash = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
            await store.AddAsync(new StoredPasskeyPrompt(hash, "s", "{}", now.AddMinutes(5)), now, default);
        }

        Assert.That(store.Count, Is.EqualTo(5));
    }

    protected override ValueTask<IPasskeyPromptStore> CreateStoreAsync() => ValueTask.FromResult<IPasskeyPromptStore>(new InMemoryPasskeyPromptStore());
}
