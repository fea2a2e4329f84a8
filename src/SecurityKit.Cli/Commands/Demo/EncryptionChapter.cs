using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary>Encrypting, and what does not decrypt.</summary>
internal static class EncryptionChapter
{
    private const int Messages = 2_000;
    private const int MessageBytes = 1_024;

    internal static void Tell(DemoStory story, IServiceProvider services)
    {
        story.Begin("Encryption");
        var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose("demo.customer.iban");
        var text = encryptor.EncryptText("DE02 1203 0000 0000 2020 51", "customer:7");
        story.Tell("encrypt a field for row 7", $"{text.Length} characters, beginning {text[..8]}", text.Length > 0);
        story.Tell("decrypt it for row 7", "the value is back", encryptor.DecryptText(text, "customer:7").StartsWith("DE02", StringComparison.Ordinal));
        story.Tell("move it to row 8", "refused", IsRefused(() => encryptor.DecryptText(text, "customer:8")));
        story.Tell(
            "use it for another purpose", "refused",
            IsRefused(() => services.GetRequiredService<IEncryptor>().ForPurpose("demo.customer.phone").DecryptText(text, "customer:7")));
        TellTampering(story, encryptor);
        Measure(story, encryptor);
    }

    internal static bool IsRefused(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (DecryptionFailedException)
        {
            return true;
        }
    }

    private static void TellTampering(DemoStory story, IEncryptor encryptor)
    {
        var envelope = encryptor.Encrypt("untouched"u8);
        var refused = 0;
        for (var i = 0; i < envelope.Length; i++)
        {
            envelope[i] ^= 1;
            refused += IsRefused(() => encryptor.Decrypt(envelope)) ? 1 : 0;
            envelope[i] ^= 1;
        }

        story.Tell("change one bit in each byte in turn", $"{refused} of {envelope.Length} refused", refused == envelope.Length);
    }

    private static void Measure(DemoStory story, IEncryptor encryptor)
    {
        var clock = TimeProvider.System;
        var plaintext = RandomNumberGenerator.GetBytes(MessageBytes);
        var associated = Encoding.UTF8.GetBytes("row");
        var envelopes = new byte[Messages][];
        var started = clock.GetTimestamp();
        for (var i = 0; i < Messages; i++)
        {
            envelopes[i] = encryptor.Encrypt(plaintext, associated);
        }

        var encrypting = clock.GetElapsedTime(started);
        started = clock.GetTimestamp();
        var same = envelopes.Count(envelope => encryptor.Decrypt(envelope, associated).AsSpan().SequenceEqual(plaintext));
        var decrypting = clock.GetElapsedTime(started);
        story.Tell(
            $"encrypt and decrypt {Messages} messages of 1 KiB on one thread",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{encrypting.TotalMicroseconds / Messages:0.0} us and {decrypting.TotalMicroseconds / Messages:0.0} us each; {same} came back the same"),
            same == Messages);
    }
}
