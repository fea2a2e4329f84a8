using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Mail;

/// <summary>How the portal's mails leave it.</summary>
internal static class PortalMailExtensions
{
    /// <summary>
    /// While developing, messages go to a page of the portal. Elsewhere none are sent until the host adds a sender of its own
    /// (SecurityKit.Messaging), and methods that need one are not offered.
    /// </summary>
    internal static IServiceCollection AddPortalMail(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddOptions<IdentityOptions>().Configure<IConfiguration>((identity, configuration) =>
        {
            var address = (configuration["Portal:PublicAddress"] ?? configuration["Urls"]?.Split(';')[0] ?? "http://127.0.0.1:5080").TrimEnd('/');
            identity.ResetUrl ??= address + "/account/reset?token={token}";
            identity.EmailChangeUrl ??= address + "/account/email/confirm?token={token}";
            identity.EmailRevertUrl ??= address + "/account/email/take-back?token={token}";
            identity.ConfirmationUrl ??= address + "/account/confirm?token={token}";
        });
        if (environment.IsDevelopment())
        {
            services.AddSingleton<Outbox>();
            services.AddSingleton<IMessageSender, OutboxMessageSender>();
        }

        return services;
    }
}
