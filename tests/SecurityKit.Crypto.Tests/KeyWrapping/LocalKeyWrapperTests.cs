using System.Security.Cryptography;

namespace SecurityKit.Crypto.Tests;

public sealed class LocalKeyWrapperTests
{
    private static readonly byte[] Place = "ring data, key 1"u8.ToArray();

    [Test]
    public async Task A_wrapped_key_unwraps_in_its_own_place_under_its_own_KEK_unchanged_only()
    {
        using var wrapper = new LocalKeyWrapper(RandomNumberGenerator.GetBytes(32));
        using var other = new LocalKeyWrapper(RandomNumberGenerator.GetBytes(32));
        var key = RandomNumberGenerator.GetBytes(32);
        var wrapped = await wrapper.WrapAsync(key, Place, CancellationToken.None);

        Assert.That(await wrapper.UnwrapAsync(wrapped, Place, CancellationToken.None), Is.EqualTo(key));
        AssertRefused(wrapper, wrapped, "elsewhere"u8.ToArray());
        AssertRefused(other, wrapped, Place);
        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            var changed = wrapped.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(wrapper, changed, Place);
        }

        for (var length = 0; length < wrapped.Length; length++)
        {
            AssertRefused(wrapper, wrapped[..length], Place);
        }
    }

    private static void AssertRefused(LocalKeyWrapper wrapper, byte[] wrapped, byte[] place) =>
        Assert.ThrowsAsync<KeyUnwrapException>(async () => await wrapper.UnwrapAsync(wrapped, place, CancellationToken.None));
}
