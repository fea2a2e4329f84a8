using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecurityKit;
using SecurityKit.Messaging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds senders of messages to the kit.</summary>
public static class MessagingBuilderExtensions
{
    /// <summary>Sends e-mail over SMTP. May be called again, before or after the other <c>Add...</c> calls.</summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Sets options on top of the configuration section <c>SecurityKit:Smtp</c>.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddSmtpSender(this ISecurityKitBuilder builder, Action<SmtpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<SmtpOptions>(SmtpOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, SmtpSender>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostureCheck, SmtpTransportPostureCheck>());
        return builder.UseChannelSenders();
    }

    /// <summary>Sends text messages through a provider's HTTP API. May be called again, before or after the other <c>Add...</c> calls.</summary>
    /// <param name="builder">The kit's builder.</param>
    /// <param name="configure">Sets options on top of the configuration section <c>SecurityKit:Sms</c>.</param>
    /// <returns>The same builder.</returns>
    public static ISecurityKitBuilder AddHttpSmsSender(this ISecurityKitBuilder builder, Action<HttpSmsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddKitOptions<HttpSmsOptions>(HttpSmsOptions.Section, static (section, o) => section.Bind(o));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpSmsOptions>, HttpSmsOptionsValidator>());
        services.AddHttpClient(HttpSmsSender.ClientName).RemoveAllLoggers();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChannelSender, HttpSmsSender>());
        return builder.UseChannelSenders();
    }

    /// <summary>Takes the place of the kit's own refusing sender; a sender that the host registered by itself stays.</summary>
    private static ISecurityKitBuilder UseChannelSenders(this ISecurityKitBuilder builder)
    {
        var services = builder.Services;
        var present = services.LastOrDefault(d => d.ServiceType == typeof(IMessageSender) && !d.IsKeyedService);
        if (present?.ImplementationType?.Assembly == typeof(IMessageSender).Assembly)
        {
            services.Remove(present);
        }

        services.TryAddSingleton<IMessageSender, RoutingMessageSender>();
        return builder;
    }
}
