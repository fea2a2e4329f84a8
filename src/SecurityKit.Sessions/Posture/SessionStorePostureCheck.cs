namespace SecurityKit.Sessions;

/// <summary>Asks the store that is really in use, and whether it answers now.</summary>
internal sealed class SessionStorePostureCheck(ISessionStore store) : IPostureCheck
{
    private const string Probe = "securitykit-posture-probe";

    public string Id => "sessions.store";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var isLasting = store is not IVolatileStore;
        var answers = await AnswersAsync(cancellationToken).ConfigureAwait(false);
        var (status, evidence, advice) = (isLasting, answers) switch
        {
            (true, true) => (PostureStatus.Passed, "The session store is shared by all nodes and answers.", string.Empty),
            (true, false) => (PostureStatus.Failed, "The session store does not answer: everybody is refused.", "Bring the store back; see docs/sessions.md."),
            _ => (PostureStatus.Failed, "Sessions live in this process's memory: a restart signs everybody out, and other nodes know nothing of a revocation.",
                "Add UseSqlite, UsePostgreSql or UseRedis."),
        };
        return new PostureFinding(Id, "Sessions and revocations outlive a restart and are shared by all nodes", status, evidence, advice, Weight: 8);
    }

    private async ValueTask<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.FindAsync(SessionId.New(Probe), null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
