using Microsoft.EntityFrameworkCore;
using SecurityKit.Mfa;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A prompt is taken by deleting its row: of parallel callers one deletes it. Each new one sweeps expired ones out.</summary>
internal sealed class PasskeyPromptStore(IDbContextFactory<SecurityKitDbContext> contexts) : IPasskeyPromptStore
{
    public async ValueTask AddAsync(StoredPasskeyPrompt prompt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        await context.Set<PasskeyPromptRow>().Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        context.Add(new PasskeyPromptRow
        {
            ChallengeHash = prompt.ChallengeHash,
            Scope = prompt.Scope,
            State = prompt.State,
            ExpiresAt = prompt.ExpiresAt,
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredPasskeyPrompt?> TryTakeAsync(byte[] challengeHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var open = context.Set<PasskeyPromptRow>().Where(row => row.ChallengeHash == challengeHash && row.ExpiresAt > now);
        var found = await open.AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var isTaken = found is not null && await open.ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 1;
        return isTaken ? new StoredPasskeyPrompt(found!.ChallengeHash, found.Scope, found.State, found.ExpiresAt) : null;
    }
}
