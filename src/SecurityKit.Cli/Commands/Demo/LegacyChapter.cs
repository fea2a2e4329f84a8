using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary>Data of earlier systems.</summary>
internal static class LegacyChapter
{
    private const int KeyBytes = 32;

    internal static void Tell(DemoStory story, IServiceProvider services)
    {
        story.Begin("Earlier formats");
        var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose("demo.legacy");
        using var fernetKey = FernetKey.Parse(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)) + "=");
        var fernet = new FernetFormat([fernetKey]);
        using var json = new JsonEnvelopeFormat(RandomNumberGenerator.GetBytes(KeyBytes), "v1");
        var reader = new LegacyReader(encryptor, fernet, json);
        foreach (var format in new ILegacyFormat[] { fernet, json })
        {
            var stored = format.Encrypt("kept since the old system"u8);
            var reading = reader.Read(stored);
            var renewed = reading.Replacement is { } replacement && reader.Read(replacement) is { Format: null } again
                && again.Plaintext.AsSpan().SequenceEqual(reading.Plaintext);
            story.Tell($"read a value in the form {format.Name}", $"{stored.Length} bytes read; its replacement is an envelope of the kit and reads the same", renewed);
            stored[^3] ^= 1;
            story.Tell("change one bit of it", "refused", EncryptionChapter.IsRefused(() => reader.Read(stored)));
        }
    }
}
