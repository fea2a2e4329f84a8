using Microsoft.AspNetCore.Identity;
using SecurityKit.Crypto;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// ASP.NET Core Identity's hashing by the kit: Argon2id for what is new, every form the kit reads for what is there. A right password whose hash is of
/// another form, or weaker than configured, answers <see cref="PasswordVerificationResult.SuccessRehashNeeded"/>, and the framework stores a new hash.
/// </summary>
internal sealed class KitPasswordHasher<TUser>(IPasswordHasher hasher) : IPasswordHasher<TUser>
    where TUser : class
{
    // Nothing longer was ever accepted, so it is not worth any work.
    private const int MaxLength = 4_096;

    public string HashPassword(TUser user, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return Wait(hasher.HashAsync(PasswordPolicy.Prepare(password)));
    }

    public PasswordVerificationResult VerifyHashedPassword(TUser user, string hashedPassword, string providedPassword)
    {
        ArgumentNullException.ThrowIfNull(hashedPassword);
        ArgumentNullException.ThrowIfNull(providedPassword);
        if (providedPassword.Length > MaxLength)
        {
            return PasswordVerificationResult.Failed;
        }

        var prepared = PasswordPolicy.Prepare(providedPassword);
        switch (Wait(hasher.VerifyAsync(hashedPassword, prepared)))
        {
            case PasswordVerification.Verified:
                return PasswordVerificationResult.Success;
            case PasswordVerification.VerifiedRehashNeeded:
                return PasswordVerificationResult.SuccessRehashNeeded;
        }

        // The framework hashed a password as it was typed, without normalising it.
        var isTyped = !string.Equals(prepared, providedPassword, StringComparison.Ordinal)
            && Wait(hasher.VerifyAsync(hashedPassword, providedPassword)) != PasswordVerification.Failed;
        return isTyped ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;
    }

    // The framework's interface is synchronous. The kit hashes on threads of its own, so a waiting thread cannot starve it.
#pragma warning disable VSTHRD002, CA2012
    private static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, CA2012
}
