namespace SecurityKit.Crypto;

/// <summary>
/// Reads one form of stored password hash. The kit brings Argon2, bcrypt and PBKDF2; a host registers its own as a further service of this
/// type, and its users' hashes then verify and are replaced at their next sign-in. Thread-safe.
/// </summary>
public interface IPasswordHashAlgorithm
{
    /// <summary>A short, stable name, such as <c>argon2id</c>; used in metrics and logs.</summary>
    string Name { get; }

    /// <summary>Reads a stored hash. Does no expensive work, whatever the text holds.</summary>
    /// <param name="hash">The stored text; not trusted.</param>
    /// <returns>
    /// The hash; or null where the text is not of this form, is damaged, or asks for more work than the algorithm is willing to do.
    /// </returns>
    StoredPasswordHash? Read(string hash);
}
