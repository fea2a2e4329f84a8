using System.Net.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.Cli;

/// <summary>What an error means to the person at the terminal.</summary>
internal static class ErrorText
{
    internal static (int Code, string Message) Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            (ExitCodes.Cancelled, "Stopped. What was begun is whole or undone."),
        UsageException or FormatException or FileNotFoundException or DirectoryNotFoundException or ArgumentException => (ExitCodes.Usage, exception.Message),
        OptionsValidationException validation => (ExitCodes.Configuration, string.Join(Environment.NewLine, validation.Failures)),
        SecurityKitConfigurationException or InvalidDataException => (ExitCodes.Configuration, exception.Message),
        StoreUnavailableException or HttpRequestException or TimeoutException => (ExitCodes.Unavailable, exception.Message),
        RefusedException or SecurityKitException or InvalidOperationException => (ExitCodes.Refused, exception.Message),
        UnauthorizedAccessException or IOException => (ExitCodes.Refused, exception.Message),
        AggregateException { InnerExceptions: [var only] } => Of(only, cancellationToken),
        _ => (ExitCodes.Unexpected, $"{exception.GetType().Name}: {exception.Message}"),
    };
}
