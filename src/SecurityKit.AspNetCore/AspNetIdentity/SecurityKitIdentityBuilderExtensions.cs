using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityKit;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings the kit's passwords to a host with ASP.NET Core Identity.</summary>
public static class SecurityKitIdentityBuilderExtensions
{
    private const string UserTypeAtRunTime = "ASP.NET Core Identity's builder knows the type of its users at run time only.";

    /// <summary>
    /// Hashes with Argon2id, reads the hashes that are there and replaces them as their owners sign in, and puts the kit's password policy in place of
    /// the framework's composition rules. The user table stays as it is. Call it after <c>AddIdentity</c>, <c>AddIdentityCore</c> or
    /// <c>AddIdentityApiEndpoints</c>; validators of the host's own stay.
    /// </summary>
    /// <param name="builder">ASP.NET Core Identity's builder.</param>
    /// <returns>The same builder.</returns>
    [RequiresUnreferencedCode(UserTypeAtRunTime)]
    [RequiresDynamicCode(UserTypeAtRunTime)]
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

    /// <summary>
    /// Keeps the kit's accounts in the host's own user table: sign-in, lockout, further factors, reset and sessions of the kit work on the users that are
    /// there, and the framework's managers and pages on those that the kit registers. Includes <see cref="AddSecurityKitPasswords"/>. Call it after
    /// <c>AddIdentityCore</c> or <c>AddIdentity</c> and <c>AddEntityFrameworkStores</c>; the kit's <c>AddIdentity</c>, <c>AddCrypto</c> and the rest stay
    /// with the host, before or after. A user store that cannot keep what the kit needs stops the start with what is missing.
    /// </summary>
    /// <typeparam name="TUser">
    /// The host's user. Its key is a string, because the kit names accounts before they are stored; keys that the database gives out cannot be kept.
    /// </typeparam>
    /// <param name="builder">ASP.NET Core Identity's builder.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder is of another user type.</exception>
    [RequiresUnreferencedCode(UserTypeAtRunTime)]
    [RequiresDynamicCode(UserTypeAtRunTime)]
    public static IdentityBuilder AddSecurityKitAccounts<TUser>(this IdentityBuilder builder)
        where TUser : IdentityUser<string>, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.UserType != typeof(TUser))
        {
            throw new ArgumentException($"The builder is of {builder.UserType.Name} users and not of {typeof(TUser).Name}.", nameof(builder));
        }

        builder.AddSecurityKitPasswords();
        var services = builder.Services;
        services.AddSecurityKit().AddIdentity();
        services.RemoveAll<IAccountStore>();
        services.AddSingleton<IAccountStore, UserManagerAccountStore<TUser>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRegistrationRule, UserManagerRegistrationRule<TUser>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, UserManagerStartupCheck<TUser>>());
        return builder;
    }

    [RequiresUnreferencedCode(UserTypeAtRunTime)]
    [RequiresDynamicCode(UserTypeAtRunTime)]
    private static Type Of(Type generic, IdentityBuilder builder) => generic.MakeGenericType(builder.UserType);
}
