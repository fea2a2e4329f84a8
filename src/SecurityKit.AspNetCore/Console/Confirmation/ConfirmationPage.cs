using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>The page before every action that cannot be undone: what it affects, what that means, and the step-up.</summary>
internal static class ConfirmationPage
{
    private const string SeenField = "seen";
    private const int SeenLength = 64;

    /// <summary>GET shows the action, POST does it. The action is made anew from the stores at each.</summary>
    internal static IEndpointConventionBuilder Action(
        this IEndpointRouteBuilder routes, ConsoleSite site, string pattern, string current, Func<ConsoleRequest, ValueTask<ConsoleAction?>> find) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], (RequestDelegate)(async context =>
        {
            var request = new ConsoleRequest(context, site);
            var action = await find(request).ConfigureAwait(false);
            var result = action is null
                ? await MissingPage.ShowAsync(request).ConfigureAwait(false)
                : HttpMethods.IsPost(context.Request.Method)
                    ? await RunAsync(request, action, current).ConfigureAwait(false)
                    : await ShowAsync(request, action, current, default, StatusCodes.Status200OK).ConfigureAwait(false);
            await result.ExecuteAsync(context).ConfigureAwait(false);
        }));

    private static async ValueTask<IResult> RunAsync(ConsoleRequest request, ConsoleAction action, string current)
    {
        if (await request.FieldAsync(SeenField, SeenLength).ConfigureAwait(false) != action.Fingerprint)
        {
            var changed = ConsoleLayout.Bad("What this affects has changed since you looked. Read it again before you confirm.");
            return await ShowAsync(request, action, current, changed, StatusCodes.Status409Conflict).ConfigureAwait(false);
        }

        var need = await ConsoleProof.NeedAsync(request, action.TakesSecondFactor).ConfigureAwait(false);
        if (await ConsoleProof.SendAsync(request, need).ConfigureAwait(false) is { } sent)
        {
            return await ShowAsync(request, action, current, sent, StatusCodes.Status200OK).ConfigureAwait(false);
        }

        var proof = await ConsoleProof.CheckAsync(request, need).ConfigureAwait(false);
        return proof.Session is { } session
            ? await action.RunAsync(session).ConfigureAwait(false)
            : await ShowAsync(request, action, current, ConsoleLayout.Bad(proof.Problem!), StatusCodes.Status403Forbidden).ConfigureAwait(false);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request, ConsoleAction action, string current, Markup notice, int status)
    {
        var need = await ConsoleProof.NeedAsync(request, action.TakesSecondFactor).ConfigureAwait(false);
        var here = request.Context.Request.PathBase + request.Context.Request.Path;
        var body = Markup.Of($"""
            <section class="card narrow" aria-labelledby="affects">
            <h2 id="affects">This affects exactly</h2>
            <ul class="affects">{action.Affects.Select(name => Markup.Of($"<li>{name}</li>"))}</ul>
            <ul class="quiet">{action.Consequences.Select(sentence => Markup.Of($"<li>{sentence}</li>"))}</ul>
            <form method="post" action="{here}">
            {request.FormToken()}<input type="hidden" name="{SeenField}" value="{action.Fingerprint}">
            {ConsoleProof.Fields(request, need, here + request.Context.Request.QueryString)}
            <p class="buttons">{Markup.When(need.CanBeTyped, () => Markup.Of($"<button class=\"danger\">{action.Button}</button>"))}
            <a class="button second" href="{request.Link(action.Back)}">Keep everything as it is</a></p>
            </form>
            </section>
            """);
        return await ConsoleLayout.PageAsync(request, action.Title, body, current, notice, status).ConfigureAwait(false);
    }
}
