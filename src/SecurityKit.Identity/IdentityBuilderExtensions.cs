using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Identity;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds accounts to the kit.</summary>
public static class IdentityBuilderExtensions
{
    /// <summary>Adds accounts, passwords and lockout. Needs <c>AddCrypto(...)</c>, before or after. May be repeated.</summary>
    /// <param name="builder">The kit.</param>
    /// <param name="configure">Changes the options, after configuration.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddIdentity(this ISecurityKitBuilder builder, Action<IdentityOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        builder.AddPasswordPolicy(configure);
        services.AddStore<IAccountStore, InMemoryAccountStore>(StorePriority.Volatile);
        services.AddStore<IActionTokenStore, InMemoryActionTokenStore>(StorePriority.Volatile);
        services.AddStore<ILockoutStore, InMemoryLockoutStore>(StorePriority.Volatile);
        services.TryAddSingleton<IdentityMetrics>();
        AddAccounts(services);
        AddApiKeys(services);
        AddRoles(services);
        return builder;
    }

    /// <summary>Adds the password policy and the strength estimator alone, for hosts that keep accounts elsewhere; <c>AddIdentity</c> includes it. May be repeated.</summary>
    /// <param name="builder">The kit.</param>
    /// <param name="configure">Changes the options, after configuration.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddPasswordPolicy(this ISecurityKitBuilder builder, Action<IdentityOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<IdentityOptions>(IdentityOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>());
        services.TryAddSingleton<PasswordStrengthEstimator>();
        services.TryAddSingleton<PasswordPolicy>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StrengthWarmUp>());
        return builder;
    }

    /// <summary>Also asks a range service about breached passwords, without sending them. Off unless this is called.</summary>
    /// <param name="builder">The kit.</param>
    /// <param name="configure">Changes the options, after configuration.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddBreachedPasswordCheck(this ISecurityKitBuilder builder, Action<BreachedPasswordOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddKitOptions<BreachedPasswordOptions>(
            BreachedPasswordOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BreachedPasswordOptions>, BreachedPasswordOptionsValidator>());
        builder.Services.TryAddSingleton<IBreachedPasswords, RangeBreachedPasswords>();
        return builder;
    }

    private static void AddApiKeys(IServiceCollection services)
    {
        services.AddStore<IApiKeyStore, InMemoryApiKeyStore>(StorePriority.Volatile);
        services.TryAddSingleton<ApiKeyUsage>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ApiKeyUsage>(p => p.GetRequiredService<ApiKeyUsage>()));
        services.TryAddSingleton(p => new ApiKeyManager(
            p.GetRequiredService<IApiKeyStore>(), p.GetRequiredService<IAccountStore>(), p.GetRequiredService<ApiKeyUsage>(),
            p.GetRequiredService<IChangeFeed>(), p.GetRequiredService<ISecurityEvents>(), p.GetRequiredService<IdentityMetrics>(),
            p.GetRequiredService<IOptionsMonitor<IdentityOptions>>(), p.GetRequiredService<TimeProvider>()));
    }

    private static void AddRoles(IServiceCollection services)
    {
        services.AddStore<IRoleStore, InMemoryRoleStore>(StorePriority.Volatile);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConditionType, TimeCondition>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConditionType, NetworkCondition>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConditionType, AttributeCondition>());
        services.TryAddSingleton<ConditionCompiler>();
        services.TryAddSingleton<AccessCache>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AccessCache>(p => p.GetRequiredService<AccessCache>()));
        services.TryAddSingleton(p => new PermissionEvaluator(
            p.GetRequiredService<AccessCache>(), p.GetRequiredService<IOperationContextAccessor>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISubjectRoles>(p => p.GetRequiredService<PermissionEvaluator>());
        services.TryAddSingleton(p => new RoleManager(
            p.GetRequiredService<IRoleStore>(), p.GetRequiredService<AccessCache>(), p.GetRequiredService<ConditionCompiler>(),
            p.GetRequiredService<ISecurityEvents>(), p.GetRequiredService<TimeProvider>()));
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectContacts, AccountContacts>());
        services.TryAddSingleton<IAccountMailComposer, PlainAccountMailComposer>();
        services.TryAddSingleton<AccountMailer>();
        services.TryAddSingleton<AccountMailQueue>();
        services.TryAddSingleton<AccountMails>();
        services.TryAddSingleton<KnownDevices>();
        services.TryAddSingleton<LockoutKeys>();
        services.TryAddSingleton<AccountFinder>();
        services.TryAddSingleton<PasswordWriter>();
        services.TryAddSingleton<RegistrationFlow>();
        services.TryAddSingleton<SignInFlow>();
        services.TryAddSingleton<PasswordChangeFlow>();
        services.TryAddSingleton<PasswordResetFlow>();
        services.TryAddSingleton<EmailConfirmationFlow>();
        services.TryAddSingleton<EmailChangeFlow>();
        services.TryAddSingleton<PasswordVerifier>();
        services.TryAddSingleton<AccountAdministration>();
        services.TryAddSingleton(p => new AccountManager(
            p.GetRequiredService<RegistrationFlow>(), p.GetRequiredService<SignInFlow>(), p.GetRequiredService<PasswordChangeFlow>(),
            p.GetRequiredService<PasswordResetFlow>(), p.GetRequiredService<EmailConfirmationFlow>(), p.GetRequiredService<EmailChangeFlow>(),
            p.GetRequiredService<AccountAdministration>(), p.GetRequiredService<IAccountStore>(), p.GetRequiredService<AccountFinder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, ConfirmedEmailStartupCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, PasswordPolicyPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, LockoutPostureCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, IdentityCleanUp>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AccountMailQueue>(p => p.GetRequiredService<AccountMailQueue>()));
    }
}
