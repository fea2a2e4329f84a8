using System.Data.Common;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SecurityKit.Cli;

/// <summary>What an error means to the person at the terminal.</summary>
internal static class ErrorText
{
    internal static (int Code, string Message) Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            (ExitCodes.Cancelled, "Stopped. What was begun is whole or undone."),
        OperationCanceledException => (ExitCodes.Unavailable, "What was asked did not answer in time."),
        UsageException or FormatException or FileNotFoundException or DirectoryNotFoundException or ArgumentException or JsonException => (ExitCodes.Usage, exception.Message),
        OptionsValidationException validation => (ExitCodes.Configuration, string.Join(Environment.NewLine, validation.Failures)),
        SecurityKitConfigurationException or InvalidDataException => (ExitCodes.Configuration, exception.Message),
        StoreUnavailableException or HostUnreachableException or HttpRequestException or SocketException or AuthenticationException or TimeoutException => (ExitCodes.Unavailable, exception.Message),
        DbException { InnerException: SocketException or IOException or TimeoutException } => (ExitCodes.Unavailable, exception.Message),
        DbException => (ExitCodes.Refused, exception.Message),
        RefusedException or SecurityKitException or InvalidOperationException => (ExitCodes.Refused, exception.Message),
        UnauthorizedAccessException or IOException => (ExitCodes.Refused, exception.Message),
        AggregateException { InnerExceptions: [var only] } => Of(only, cancellationToken),
        _ => (ExitCodes.Unexpected, $"{exception.GetType().Name}: {exception.Message}"),
    };
}
