using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>totp verify</c>.</summary>
internal static class TotpVerifyCommand
{
    internal static Command Create(CommonOptions common)
    {
        var keyFile = new Option<FileInfo>("--key-file") { Description = "The file with the key: an otpauth:// URI or the secret as base32.", Required = true };
        var window = new Option<int>("--window") { Description = "How many steps before and after now are accepted, 0 to 10.", DefaultValueFactory = _ => 1 };
        return new Command("verify", "Checks a code, read from standard input, at the present time. It remembers nothing: a host also refuses a code's second use.")
            .With(keyFile, window)
            .Does(common, async (invocation, token) =>
            {
                using var key = TotpCommand.Read(await SecretInput.ReadLineAsync(invocation.Get(keyFile), "key", token).ConfigureAwait(false));
                var code = await SecretInput.ReadLineAsync(null, "code", token).ConfigureAwait(false);
                using var generator = key.CreateGenerator();
                var now = TimeProvider.System.GetUtcNow();
                var step = generator.FindStep(code.Trim(), now, invocation.Get(window));
                var offset = step - generator.StepAt(now);
                invocation.Output.Result(
                    new { valid = step is not null, stepsFromNow = offset },
                    result => invocation.Output.Line(result.valid ? $"The code is right ({offset:+0;-0;0} steps from now)." : "The code is wrong, or of another time."));
                return step is null ? ExitCodes.No : ExitCodes.Ok;
            });
    }
}
