using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>totp qr</c>.</summary>
internal static class TotpQrCommand
{
    internal static Command Create(CommonOptions common)
    {
        var keyFile = TotpCommand.KeyFileOption();
        var png = new Option<FileInfo?>("--png") { Description = "Write a PNG to this new file instead, readable by its owner only." };
        return new Command("qr", "Draws a key URI as a QR code in the terminal.").With(keyFile, png).Does(common, async (invocation, token) =>
        {
            var uri = await SecretInput.ReadLineAsync(invocation.Get(keyFile), "key URI", token).ConfigureAwait(false);
            using var key = TotpCommand.Read(uri);
            var qr = key.ToQrCode();
            if (invocation.Get(png) is { } file)
            {
                await WholeFile.WriteNewAsync(file.FullName, qr.ToPng(), token).ConfigureAwait(false);
                invocation.Output.Result(new { file = file.FullName }, _ => invocation.Output.Line($"Written to {file}."));
                return ExitCodes.Ok;
            }

            var text = qr.ToTerminalText();
            invocation.Output.Result(new { qr = text }, _ => Array.ForEach(text.Split('\n'), invocation.Output.Line));
            return ExitCodes.Ok;
        });
    }
}
