using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What the pages share that ask for a further factor: which one, the other ones, a code to be sent, a passkey to be asked for.</summary>
public abstract class CodePageModel(PasskeyFlow passkeys) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? MethodName { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The browser's answer to a passkey prompt, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>The method the page asks for; null when there is nothing to prove.</summary>
    public MfaMethod? Method { get; private set; }

    public IReadOnlyList<MfaMethod> Others { get; private set; } = [];

    public string? SentTo { get; private set; }

    /// <summary>For how many days this device can be remembered; 0 where that is not offered.</summary>
    public virtual int RememberDays => 0;

    /// <summary>The passkeys of this host.</summary>
    protected PasskeyFlow Passkeys => passkeys;

    public Task OnGetAsync(CancellationToken cancellationToken) => ChooseMethodAsync(cancellationToken);

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        await ChooseMethodAsync(cancellationToken);
        if (Method is not { } method)
        {
            return Page();
        }

        switch (await SendAsync(method, cancellationToken))
        {
            case MfaDelivery.Sent sent:
                SentTo = sent.MaskedDestination;
                return Page();
            case MfaDelivery.Throttled throttled:
                return ShowTrouble($"Too many codes were sent. Try again in {Wait(throttled.RetryAfter)}.");
            default:
                return ShowTrouble("The code could not be sent. Choose another way.");
        }
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync(CancellationToken cancellationToken) =>
        PasskeyPrompts.Of(await PromptAsync(cancellationToken));

    /// <summary>The methods that prove it now, the strongest first.</summary>
    protected abstract Task<IReadOnlyList<MfaMethod>> FindMethodsAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<MfaDelivery> SendAsync(MfaMethod method, CancellationToken cancellationToken);

    protected abstract ValueTask<PasskeyStart> PromptAsync(CancellationToken cancellationToken);

    protected async Task ChooseMethodAsync(CancellationToken cancellationToken)
    {
        var methods = await FindMethodsAsync(cancellationToken);
        if (methods.Count > 0)
        {
            Method = MfaMethods.TryParse(MethodName, out var chosen) && methods.Contains(chosen) ? chosen : methods[0];
            Others = [.. methods.Where(m => m != Method)];
        }
    }
}
