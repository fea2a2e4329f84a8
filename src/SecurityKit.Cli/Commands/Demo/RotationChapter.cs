using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary>Rotating and revoking keys.</summary>
internal static class RotationChapter
{
    internal static async ValueTask TellAsync(DemoStory story, IServiceProvider services, CancellationToken cancellationToken)
    {
        story.Begin("Rotation");
        var rings = services.GetRequiredService<IKeyRingManager>();
        var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose("demo.rotation");
        var before = await rings.GetStatusAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var old = encryptor.EncryptText("written before the rotation");
        story.Tell(
            "look at the ring",
            string.Create(CultureInfo.InvariantCulture, $"version {before.CurrentVersion}, next key in {before.UntilRotation!.Value.TotalDays:0} days"),
            before.CurrentVersion >= 1);

        var next = await rings.RotateAsync(KeyRingNames.Data, "demo", cancellationToken).ConfigureAwait(false);
        story.Tell("rotate by hand, although nothing is due", $"version {next.Version} is announced, and takes over when every node can know it", next.Version > before.CurrentVersion);
        await Task.Delay(DemoHost.Propagation, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        await rings.MaintainAsync(cancellationToken).ConfigureAwait(false);
        var after = await rings.GetStatusAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        story.Tell("wait for it", $"version {after.CurrentVersion} encrypts now", after.CurrentVersion == next.Version);
        story.Tell("read what the old key wrote", "it is readable: the old key decrypts through its grace", encryptor.DecryptText(old).Length > 0);

        var change = await rings.RevokeAsync(KeyRingNames.Data, before.CurrentKeyId, "demo", cancellationToken).ConfigureAwait(false);
        story.Tell("revoke the old key", "what it wrote is refused at once", change == KeyChange.Done && EncryptionChapter.IsRefused(() => encryptor.DecryptText(old)));
    }
}
