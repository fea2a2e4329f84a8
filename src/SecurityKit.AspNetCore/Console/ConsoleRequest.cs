using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Identity;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>One request for a page of the console, with what every page needs of it.</summary>
internal sealed class ConsoleRequest(HttpContext context, ConsoleSite site)
{
    private string? _token;

    internal HttpContext Context { get; } = context;

    internal string Title => Context.Service<IOptionsMonitor<ConsoleOptions>>().CurrentValue.Title;

    internal CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Null on the pages that anyone may see.</summary>
    internal Session? Session => Context.User.FindSession();

    internal string Subject => Session!.Subject;

    internal DateTimeOffset Now => Context.Service<TimeProvider>().GetUtcNow();

    /// <summary>The path of one of the console's pages, as a browser must ask for it.</summary>
    internal string Link(string page) => Context.Request.PathBase + site.Prefix + page;

    internal T Service<T>()
        where T : notnull => Context.Service<T>();

    internal T? FindService<T>()
        where T : class => Context.RequestServices.GetService<T>();

    internal string RouteId => Context.RouteId();

    /// <summary>The hidden field that every form carries.</summary>
    internal Markup FormToken()
    {
        _token ??= Service<IAntiforgery>().GetAndStoreTokens(Context).RequestToken!;
        return Markup.Of($"<input type=\"hidden\" name=\"{SessionAntiforgery.FormField}\" value=\"{_token}\">");
    }

    /// <summary>A field of the form as typed; empty when it is not there, given twice, too long, or has control characters.</summary>
    /// <exception cref="BadHttpRequestException">The form is too large, has too many fields, or is broken.</exception>
    internal async ValueTask<string> FieldAsync(string name, int maxLength)
    {
        if (!Context.Request.HasFormContentType)
        {
            return string.Empty;
        }

        try
        {
            var form = await Context.Request.ReadFormAsync(Aborted).ConfigureAwait(false);
            return Clean(form[name], maxLength);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            var status = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            throw new BadHttpRequestException("The form could not be read.", status, exception);
        }
    }

    /// <summary>As <see cref="FieldAsync"/>, of the query.</summary>
    internal string Query(string name, int maxLength) => Clean(Context.Request.Query[name], maxLength);

    internal async ValueTask<bool> MayAsync(string permission) =>
        Session is { } session && FindService<PermissionEvaluator>() is { } evaluator
        && await evaluator.HasPermissionAsync(session.Subject, permission, cancellationToken: Aborted).ConfigureAwait(false);

    internal bool Has<T>() => Service<IServiceProviderIsService>().IsService(typeof(T));

    private static string Clean(Microsoft.Extensions.Primitives.StringValues values, int maxLength) =>
        values is [{ Length: > 0 } value] && value.Length <= maxLength && !value.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? value : string.Empty;
}
