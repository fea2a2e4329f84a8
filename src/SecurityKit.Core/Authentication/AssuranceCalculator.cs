namespace SecurityKit;

/// <summary>
/// What a set of proofs is worth: the level of NIST SP 800-63B and the <c>amr</c> list of RFC 8176. Pure functions; thread-safe.
/// </summary>
public static class AssuranceCalculator
{
    /// <summary>How far the clocks of two nodes may differ: a proof up to this much in the future is taken as given now.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The level that the proofs reach together, however old they are.</summary>
    /// <param name="factors">The proofs.</param>
    /// <returns>
    /// <see cref="AssuranceLevel.Three"/> for a device-bound passkey; <see cref="AssuranceLevel.Two"/> for any other passkey, or for a
    /// password with something held (TOTP, text message, recovery code); <see cref="AssuranceLevel.One"/> for anything less, so an e-mail
    /// code or a remembered device never makes two; <see cref="AssuranceLevel.None"/> without a proof. Unknown methods count for nothing.
    /// </returns>
    public static AssuranceLevel LevelOf(IEnumerable<AuthenticationFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        bool known = false, held = false, mail = false, synced = false;
        foreach (var factor in factors)
        {
            switch (factor.Method)
            {
                case AuthenticationMethods.Passkey:
                    return AssuranceLevel.Three;
                case AuthenticationMethods.SyncedPasskey:
                    synced = true;
                    break;
                case AuthenticationMethods.Password:
                    known = true;
                    break;
                case AuthenticationMethods.OneTimePassword or AuthenticationMethods.Sms or AuthenticationMethods.RecoveryCode:
                    held = true;
                    break;
                case AuthenticationMethods.Email:
                    mail = true;
                    break;
                default:
                    break;
            }
        }

        return synced || (known && held) ? AssuranceLevel.Two
            : known || held || mail ? AssuranceLevel.One
            : AssuranceLevel.None;
    }

    /// <summary>The level that the proofs not older than a limit reach together.</summary>
    /// <param name="factors">The proofs.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="maxAge">How old a proof may be; see <see cref="IsFresh"/>.</param>
    /// <returns>The level.</returns>
    public static AssuranceLevel LevelOf(IEnumerable<AuthenticationFactor> factors, DateTimeOffset now, TimeSpan maxAge)
    {
        ArgumentNullException.ThrowIfNull(factors);
        return LevelOf(factors.Where(factor => IsFresh(factor.At, now, maxAge)));
    }

    /// <summary>Whether a proof is recent enough.</summary>
    /// <param name="at">When it was given, UTC.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <param name="maxAge">How old it may be; one exactly that old still counts, one further ahead than <see cref="ClockSkew"/> does not.</param>
    /// <returns>Whether it counts.</returns>
    public static bool IsFresh(DateTimeOffset at, DateTimeOffset now, TimeSpan maxAge) => at - now <= ClockSkew && now - at <= maxAge;

    /// <summary>
    /// When something beside the password was last proven that counts as a second factor: the time that a step-up decision compares with its limit.
    /// </summary>
    /// <param name="factors">The proofs.</param>
    /// <returns>The time, or null when there was none.</returns>
    public static DateTimeOffset? SecondFactorAt(IEnumerable<AuthenticationFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        return factors.Where(factor => IsSecondFactor(factor.Method)).Max(factor => (DateTimeOffset?)factor.At);
    }

    /// <summary>The methods for the <c>amr</c> claim: each once, in the order given, with <c>mfa</c> last when the level is two or higher.</summary>
    /// <param name="factors">The proofs.</param>
    /// <returns>The methods.</returns>
    public static IReadOnlyList<string> MethodsOf(IEnumerable<AuthenticationFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var given = factors as IReadOnlyCollection<AuthenticationFactor> ?? [.. factors];
        var methods = given.Select(factor => factor.Method).Distinct(StringComparer.Ordinal).ToList();
        if (LevelOf(given) >= AssuranceLevel.Two && !methods.Contains(AuthenticationMethods.MultiFactor, StringComparer.Ordinal))
        {
            methods.Add(AuthenticationMethods.MultiFactor);
        }

        return methods;
    }

    private static bool IsSecondFactor(string method) => method is
        AuthenticationMethods.OneTimePassword or AuthenticationMethods.Sms or AuthenticationMethods.RecoveryCode
        or AuthenticationMethods.Passkey or AuthenticationMethods.SyncedPasskey;
}
