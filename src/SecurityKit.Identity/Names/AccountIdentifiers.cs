using System.Text;

namespace SecurityKit.Identity;

/// <summary>
/// The forms in which names and addresses are compared, for account stores over tables that the host keeps: they derive
/// <see cref="AccountRecord.NameKey"/>, <see cref="AccountRecord.NameSkeleton"/> and <see cref="AccountRecord.EmailKey"/> from what is shown. Pure.
/// </summary>
public static class AccountIdentifiers
{
    /// <summary>The name as it is compared (RFC 8265, UsernameCaseMapped). A name that the kit would not register keeps its own form, in lower case.</summary>
    /// <param name="userName">The name as it is shown.</param>
    /// <returns>The key.</returns>
    public static string NameKey(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return UserNames.TryParse(userName, int.MaxValue / 4, out var name, out _)
            ? name.Key
            : userName.ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    /// <summary>What the name looks like: names that look alike have the same skeleton.</summary>
    /// <param name="userName">The name as it is shown.</param>
    /// <returns>The skeleton.</returns>
    public static string NameSkeleton(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return Confusables.Skeleton(userName);
    }

    /// <summary>The address as it is compared.</summary>
    /// <param name="email">The address as mail is sent to it.</param>
    /// <returns>The key, or <see langword="null"/> when it is no address.</returns>
    public static string? EmailKey(string? email) => EmailAddresses.TryParse(email, out _, out var key, out _) ? key : null;
}
