using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityKit.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings the kit's passwords to a host with ASP.NET Core Identity.</summary>
public static class SecurityKitIdentityBuilderExtensions
{
    /// <summary>
    /// Hashes with Argon2id, reads the hashes that are there and replaces them as their owners sign in, and puts the kit's password policy in place of
    /// the framework's composition rules. The user table stays as it is. Call it after <c>AddIdentity</c>, <c>AddIdentityCore</c> or
    /// <c>AddIdentityApiEndpoints</c>; validators of the host's own stay.
    /// </summary>
    /// <param name="builder">ASP.NET Core Identity's builder.</param>
    /// <returns>The same builder.</returns>
    public static IdentityBuilder AddSecurityKitPasswords(this IdentityBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSecurityKit().AddPasswordHashing().AddPasswordPolicy();
        services.Replace(ServiceDescriptor.Scoped(Of(typeof(IPasswordHasher<>), builder), Of(typeof(KitPasswordHasher<>), builder)));
        var contract = Of(typeof(IPasswordValidator<>), builder);
        var stock = Of(typeof(PasswordValidator<>), builder);
        foreach (var composition in services.Where(d => d.ServiceType == contract && !d.IsKeyedService && d.ImplementationType == stock).ToList())
        {
            services.Remove(composition);
        }

        services.TryAddEnumerable(ServiceDescriptor.Scoped(contract, Of(typeof(KitPasswordValidator<>), builder)));
        return builder;
    }

    private static Type Of(Type generic, IdentityBuilder builder) => generic.MakeGenericType(builder.UserType);
}
