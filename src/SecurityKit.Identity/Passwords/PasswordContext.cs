namespace SecurityKit.Identity;

/// <summary>What is known about the person who chooses a password.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="Email">The e-mail address.</param>
public sealed record PasswordContext(string? UserName = null, string? Email = null)
{
    /// <summary>Whether the account takes a second factor too. Without one the password is the only factor, and <see cref="PasswordOptions.MinLengthAsOnlyFactor"/> holds.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool HasSecondFactor { get; init; }

    /// <summary>Nothing of the input.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(PasswordContext);

    /// <summary>The words a password may not be built around; the domain of an address is not one of them, many share it.</summary>
    internal IEnumerable<string> Words()
    {
        if (UserName is not null)
        {
            yield return UserName;
        }

        if (Email is not null)
        {
            var local = Email[..Math.Max(Email.LastIndexOf('@'), 0)];
            yield return local;
            foreach (var part in local.Split('.', '-', '_', '+'))
            {
                yield return part;
            }
        }
    }
}
