using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11.Tests;

public sealed class Pkcs11KeyWrapperTests
{
    private static readonly byte[] Place = "ring data, key 1"u8.ToArray();

    [TestCase(32)]
    [TestCase(138)]
    [TestCase(1794)]
    public async Task A_key_wrapped_on_the_token_unwraps_there(int length)
    {
        using var wrapper = await OpenAsync();
        var key = RandomNumberGenerator.GetBytes(length);
        var wrapped = await wrapper.WrapAsync(key, Place, CancellationToken.None);
        Assert.That(wrapped.AsSpan().IndexOf(key.AsSpan(0, 16)), Is.EqualTo(-1));
        Assert.That(await wrapper.UnwrapAsync(wrapped, Place, CancellationToken.None), Is.EqualTo(key));
        Assert.That(await wrapper.WrapAsync(key, Place, CancellationToken.None), Is.Not.EqualTo(wrapped), "a nonce of its own each time");
    }

    [Test]
    public async Task A_wrapped_key_does_not_unwrap_in_another_place_under_another_key_or_changed()
    {
        using var wrapper = await OpenAsync();
        using var other = await OpenAsync(o => o.KeyLabel = SoftToken.OtherKeyLabel);
        var wrapped = await wrapper.WrapAsync(RandomNumberGenerator.GetBytes(32), Place, CancellationToken.None);
        Assert.That(other.KekId, Is.Not.EqualTo(wrapper.KekId));
        Assert.That(async () => await wrapper.UnwrapAsync(wrapped, "elsewhere"u8.ToArray(), CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
        Assert.That(async () => await other.UnwrapAsync(wrapped, Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>());
        for (var at = 0; at < wrapped.Length; at++)
        {
            var changed = wrapped.ToArray();
            changed[at] ^= 1;
            Assert.That(async () => await wrapper.UnwrapAsync(changed, Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>(), $"byte {at}");
            Assert.That(async () => await wrapper.UnwrapAsync(wrapped[..at], Place, CancellationToken.None), Throws.TypeOf<KeyUnwrapException>(), $"{at} bytes");
        }

        Assert.That(await wrapper.UnwrapAsync(wrapped, Place, CancellationToken.None), Has.Length.EqualTo(32), "refusals do not spoil the session");
    }

    [Test]
    public async Task Parallel_callers_get_their_own_keys_back()
    {
        using var wrapper = await OpenAsync();
        await Parallel.ForAsync(0, 200, async (_, cancellationToken) =>
        {
            var key = RandomNumberGenerator.GetBytes(32);
            var wrapped = await wrapper.WrapAsync(key, Place, cancellationToken);
            Assert.That(await wrapper.UnwrapAsync(wrapped, Place, cancellationToken), Is.EqualTo(key));
        });
    }

    [Test]
    public async Task The_name_of_the_key_is_the_same_at_every_start()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync();
        Assert.That(second.KekId, Is.EqualTo(first.KekId));
        Assert.That(first.KekId, Does.StartWith("pkcs11:test-token:").And.EndWith(":kek:01"));
    }

    [Test]
    public async Task A_key_ring_on_a_token_survives_a_restart()
    {
        var store = new InMemoryKeyRingStore();
        byte[] envelope;
        await using (var host = await HostAsync(store))
        {
            envelope = host.GetRequiredService<IEncryptor>().ForPurpose("p").Encrypt("text"u8);
        }

        await using var again = await HostAsync(store);
        Assert.That(again.GetRequiredService<IEncryptor>().ForPurpose("p").Decrypt(envelope), Is.EqualTo("text"u8.ToArray()));
    }

    [TestCase(SoftToken.ExtractableKeyLabel, "stays on its token")]
    [TestCase(SoftToken.ShortKeyLabel, "stays on its token")]
    [TestCase(SoftToken.DoubleKeyLabel, "more than one AES key")]
    [TestCase("missing", "there is no AES key 'missing'")]
    public void A_key_that_is_missing_ambiguous_or_can_leave_the_token_stops_the_start(string label, string message) =>
        AssertRefused(o => o.KeyLabel = label, message);

    [Test]
    public void A_missing_module_or_token_or_PIN_stops_the_start()
    {
        AssertRefused(o => o.ModulePath = "/nowhere/lib.so", "cannot be loaded");
        AssertRefused(o => o.TokenLabel = "nowhere", "there is no token 'nowhere'");
        AssertRefused(o => o.PinFile = "/nowhere/pin", "cannot be read");
        AssertRefused(o => (o.PinFile, o.PinEnvironmentVariable) = (null, "SK_TEST_NO_SUCH_PIN"), "is not set");
        AssertRefused(o => o.PinFile = null, "Set either PinFile or PinEnvironmentVariable.");
        AssertRefused(o => o.KeyLabel = string.Empty, "KeyLabel has 1 to 64 characters");
    }

    private static void AssertRefused(Action<Pkcs11Options> change, string message) => Assert.That(
        async () => (await OpenAsync(change)).Dispose(),
        Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains(message).And.Message.Not.Contains("482913"));

    private static async Task<Pkcs11KeyWrapper> OpenAsync(Action<Pkcs11Options>? change = null)
    {
        var options = new Pkcs11Options();
        SoftToken.Configure(options);
        change?.Invoke(options);
        return await Pkcs11KeyWrapper.OpenAsync(options, TimeProvider.System, CancellationToken.None);
    }

    private static async Task<ServiceProvider> HostAsync(IKeyRingStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton(store);
        services.AddSecurityKit().AddCrypto(o => o.UsePkcs11(SoftToken.Configure));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();
        return provider;
    }
}
