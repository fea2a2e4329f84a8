using SecurityKit;
using SecurityKit.Crypto;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds password hashing to the kit.</summary>
public static class PasswordHashingBuilderExtensions
{
    /// <summary>Adds <see cref="IPasswordHasher"/> alone; <c>AddCrypto</c> includes it. May be repeated, in any order.</summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Changes the options after configuration was bound.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddPasswordHashing(this ISecurityKitBuilder builder, Action<PasswordHashingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PasswordHashingRegistration.AddPasswordHashing(builder.Services);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }
}
