using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>hash verify</c>.</summary>
internal static class HashVerifyCommand
{
    internal static Command Create(CommonOptions common)
    {
        var hashFile = new Option<FileInfo>("--hash-file") { Description = "The file with the stored hash on its first line.", Required = true };
        var passwordFile = new Option<FileInfo?>("--password-file") { Description = "The file with the password. Default: standard input." };
        return new Command("verify", "Verifies a password against a stored hash of any known form.").With(hashFile, passwordFile).Does(common, async (invocation, token) =>
        {
            var hash = await SecretInput.ReadLineAsync(invocation.Get(hashFile), "hash", token).ConfigureAwait(false);
            var password = await SecretInput.ReadLineAsync(invocation.Get(passwordFile), "password", token).ConfigureAwait(false);
            var services = HashCommand.Services(invocation);
            await using var scope = services.ConfigureAwait(false);
            var verification = await services.GetRequiredService<IPasswordHasher>().VerifyAsync(hash, password, token).ConfigureAwait(false);
            invocation.Output.Result(new { result = verification }, _ => invocation.Output.Line(verification switch
            {
                PasswordVerification.Verified => "The password is right.",
                PasswordVerification.VerifiedRehashNeeded => "The password is right; the hash is of an earlier form or cost and would be renewed at sign-in.",
                _ => "Not verified: the password is wrong, or the hash is of no known form.",
            }));
            return verification == PasswordVerification.Failed ? ExitCodes.No : ExitCodes.Ok;
        });
    }
}
