using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Opens prompts and spends them with their answers: each once, for what and whom it was opened.</summary>
internal sealed class PasskeyPrompts(IPasskeyPromptStore store, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    /// <summary>A scope that no other purpose, subject or binding can produce.</summary>
    internal static string ScopeOf(string purpose, string subject, string? binding) => $"{purpose}|{subject.Length}:{subject}|{binding}";

    internal async ValueTask<PasskeyStart.Started> OpenAsync(PasskeyPrompt prompt, string scope, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expiresAt = now + options.CurrentValue.Passkeys.PromptLifetime;
        var stored = new StoredPasskeyPrompt(PasskeyChallenge.HashOfPrompt(prompt.OptionsJson), scope, prompt.State, expiresAt);
        await store.AddAsync(stored, now, cancellationToken).ConfigureAwait(false);
        return new PasskeyStart.Started(prompt.OptionsJson, expiresAt);
    }

    /// <summary>The state of the prompt that was answered; null when there is none for this scope. The prompt is spent either way.</summary>
    internal async ValueTask<string?> TakeAsync(string? credentialJson, string scope, CancellationToken cancellationToken)
    {
        if (PasskeyChallenge.TryHashOfAnswer(credentialJson) is not { } hash)
        {
            return null;
        }

        var prompt = await store.TryTakeAsync(hash, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return prompt is not null && string.Equals(prompt.Scope, scope, StringComparison.Ordinal) ? prompt.State : null;
    }
}
