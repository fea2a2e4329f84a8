using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Reads <c>$2a$</c>, <c>$2b$</c> and <c>$2y$</c>, which are one algorithm in its corrected form. <c>$2x$</c>, made by an implementation
/// that lost bits of non-ASCII passwords, is refused.
/// </summary>
internal sealed class BcryptPasswordHashAlgorithm(IOptions<PasswordHashingOptions> options) : IPasswordHashAlgorithm
{
    // $2b$12$ then 22 characters of salt and 31 of tag
    private const int Length = 60;
    private const int CostAt = 4;
    private const int SaltAt = 7;
    private const int TagAt = 29;

    public string Name => "bcrypt";

    public StoredPasswordHash? Read(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length != Length || hash[..CostAt] is not ("$2a$" or "$2b$" or "$2y$") || hash[SaltAt - 1] != '$'
            || !char.IsAsciiDigit(hash[CostAt]) || !char.IsAsciiDigit(hash[CostAt + 1]))
        {
            return null;
        }

        var cost = (10 * (hash[CostAt] - '0')) + (hash[CostAt + 1] - '0');
        if (cost < Bcrypt.MinCost || cost > Math.Min(Bcrypt.MaxCost, options.Value.Limits.BcryptCost))
        {
            return null;
        }

        var salt = new byte[Bcrypt.SaltBytes];
        var tag = new byte[Bcrypt.TagBytes];
        return BcryptBase64.TryDecode(hash.AsSpan(SaltAt, TagAt - SaltAt), salt) && BcryptBase64.TryDecode(hash.AsSpan(TagAt), tag)
            ? new BcryptHash(cost, salt, tag)
            : null;
    }
}
