using SecurityKit.Sessions;

namespace SecurityKit.Testing;

/// <summary>What every session store must do with refresh tokens.</summary>
public abstract class RefreshStoreContract
{
    private static readonly SessionLimit Ten = new(10, SessionLimitAction.EvictOldest);

    protected ISessionStore Store { get; private set; } = null!;

    protected abstract DateTimeOffset Now { get; }

    protected abstract Task<ISessionStore> OpenAsync();

    [SetUp]
    public async Task OpenStore() => Store = await OpenAsync();

    [Test]
    public async Task CurrentToken_IsRotated_AndItsSuccessorIsCurrent()
    {
        var draft = await CreateAsync();
        var first = SessionSample.Attempt(draft, draft.Refresh!.TokenHash);

        var rotated = await Store.RotateRefreshAsync(draft.Session.Id, first, default);
        var second = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, first.SuccessorHash), default);

        Assert.That((rotated.Status, second.Status), Is.EqualTo((RefreshRotationStatus.Rotated, RefreshRotationStatus.Rotated)));
        Assert.That(rotated.Session!.Id, Is.EqualTo(draft.Session.Id));
    }

    [Test]
    public async Task TokenPresentedAgainWithinTheLeeway_GetsTheSameSuccessor()
    {
        var draft = await CreateAsync();
        var first = SessionSample.Attempt(draft, draft.Refresh!.TokenHash);
        await Store.RotateRefreshAsync(draft.Session.Id, first, default);

        var again = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh.TokenHash), default);
        var next = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, first.SuccessorHash), default);

        Assert.That(again.Status, Is.EqualTo(RefreshRotationStatus.Repeated));
        Assert.That(again.SealedSuccessor, Is.EqualTo(first.SealedSuccessor));
        Assert.That(next.Status, Is.EqualTo(RefreshRotationStatus.Rotated));
    }

    [Test]
    public async Task TokenPresentedAgainAfterTheLeeway_EndsTheSession()
    {
        var draft = await CreateAsync();
        await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        var reused = await Store.RotateRefreshAsync(
            draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh.TokenHash, leeway: TimeSpan.FromTicks(-1)), default);

        Assert.That(reused.Status, Is.EqualTo(RefreshRotationStatus.Reused));
        Assert.That(reused.Session!.Subject, Is.EqualTo(draft.Session.Subject));
        await AssertIsGoneAsync(draft);
    }

    [Test]
    public async Task TokenTwoRotationsOld_EndsTheSessionEvenWithinTheLeeway()
    {
        var draft = await CreateAsync();
        var first = SessionSample.Attempt(draft, draft.Refresh!.TokenHash);
        await Store.RotateRefreshAsync(draft.Session.Id, first, default);
        var second = SessionSample.Attempt(draft, first.SuccessorHash);
        await Store.RotateRefreshAsync(draft.Session.Id, second, default);

        var reused = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh.TokenHash), default);
        var current = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, second.SuccessorHash), default);

        Assert.That((reused.Status, current.Status), Is.EqualTo((RefreshRotationStatus.Reused, RefreshRotationStatus.NotFound)));
        await AssertIsGoneAsync(draft);
    }

    [Test]
    public async Task GuessThatLacksTheFamilySecret_EndsNothing()
    {
        var draft = await CreateAsync();
        var guess = SessionSample.Attempt(draft, draft.Refresh!.TokenHash) with { FamilyHash = SessionSample.Hash() };

        var refused = await Store.RotateRefreshAsync(draft.Session.Id, guess, default);

        Assert.That(refused.Status, Is.EqualTo(RefreshRotationStatus.NotFound));
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Not.Null);
    }

    [TestCase("another key")]
    [TestCase(null)]
    public async Task TokenWithoutTheKeyItIsBoundTo_ChangesNothing(string? thumbprint)
    {
        var draft = await CreateAsync(keyThumbprint: "key");
        var stolen = SessionSample.Attempt(draft, draft.Refresh!.TokenHash) with { KeyThumbprint = thumbprint };

        var refused = await Store.RotateRefreshAsync(draft.Session.Id, stolen, default);
        var rightful = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh.TokenHash), default);

        Assert.That((refused.Status, rightful.Status), Is.EqualTo((RefreshRotationStatus.NotFound, RefreshRotationStatus.Rotated)));
    }

    [Test]
    public async Task IdleSession_IsRenewed()
    {
        var draft = await CreateAsync(Now - TimeSpan.FromHours(2));
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Null, "idle for two hours");

        var rotation = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        Assert.That(rotation.Status, Is.EqualTo(RefreshRotationStatus.Rotated));
        Assert.That(rotation.Session!.ExpiresAt, Is.EqualTo(draft.Session.ExpiresAt), "the lifetime goes on");
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Not.Null);
    }

    [Test]
    public async Task SessionPastItsLifetime_GetsANewOne_NeverPastTheRefreshTokensEnd()
    {
        var draft = await CreateAsync(Now - SessionSample.Renewable + TimeSpan.FromHours(1));

        var rotation = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        Assert.That(rotation.Session!.ExpiresAt, Is.EqualTo(draft.Session.RenewableUntil));
        Assert.That(rotation.Session.Factors, Is.EqualTo(draft.Session.Factors), "renewing proves nothing anew");
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Not.Null);
    }

    [Test]
    public async Task TokenPastItsEnd_RenewsNothing()
    {
        var draft = await CreateAsync(Now - SessionSample.Renewable - TimeSpan.FromSeconds(1));

        var refused = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        Assert.That(refused.Status, Is.EqualTo(RefreshRotationStatus.NotFound));
        await AssertIsGoneAsync(draft);
    }

    [Test]
    public async Task SessionWithoutRefreshToken_IsNotRenewed()
    {
        var session = SessionSample.Session($"subject-{Guid.NewGuid():N}", Now);
        await Store.CreateAsync(SessionSample.Draft(session), Ten, default);
        var attempt = new RefreshAttempt(
            SessionSample.Hash(), SessionSample.Hash(), SessionSample.Hash(), SessionSample.Hash(), null, SessionSample.Leeway, SessionSample.Lifetime);

        Assert.That((await Store.RotateRefreshAsync(session.Id, attempt, default)).Status, Is.EqualTo(RefreshRotationStatus.NotFound));
    }

    [Test]
    public async Task DormantSession_IsListedCountedAndRevocable()
    {
        var draft = await CreateAsync(Now - TimeSpan.FromDays(2));

        var listed = await Store.ListAsync(draft.Session.Subject, default);
        var refused = await Store.CreateAsync(
            SessionSample.Draft(SessionSample.Session(draft.Session.Subject, Now)), new SessionLimit(1, SessionLimitAction.Refuse), default);
        var ended = await Store.RevokeAsync(draft.Session.Id, draft.Session.Subject, default);
        var rotation = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        Assert.That(listed.Select(s => s.Id), Is.EqualTo(new[] { draft.Session.Id }));
        Assert.That(refused.Status, Is.EqualTo(SessionStartStatus.LimitReached));
        Assert.That(ended, Is.Not.Null);
        Assert.That(rotation.Status, Is.EqualTo(RefreshRotationStatus.NotFound));
    }

    [Test]
    public async Task RevokeAll_EndsRefreshTokensToo()
    {
        var draft = await CreateAsync();

        await Store.RevokeAllAsync(draft.Session.Subject, null, Now, SessionSample.Lifetime, default);

        await AssertIsGoneAsync(draft);
    }

    [Test]
    public async Task OneToken_UsedInParallel_IsRotatedOnce_AndAllGetTheSameSuccessor()
    {
        var draft = await CreateAsync();
        var attempts = Enumerable.Range(0, 100).Select(_ => SessionSample.Attempt(draft, draft.Refresh!.TokenHash, TimeSpan.FromMinutes(1))).ToList();

        var rotations = await Parallelism.RunAsync(attempts.Count, i => Store.RotateRefreshAsync(draft.Session.Id, attempts[i], default));

        var winner = Array.FindIndex(rotations, r => r.Status == RefreshRotationStatus.Rotated);
        var repeats = rotations.Where(r => r.Status == RefreshRotationStatus.Repeated).ToList();
        Assert.That(repeats, Has.Count.EqualTo(99));
        Assert.That(repeats.Select(r => Convert.ToHexString(r.SealedSuccessor!)), Is.All.EqualTo(Convert.ToHexString(attempts[winner].SealedSuccessor)));
    }

    [Test]
    public async Task UsedUpToken_PresentedInParallel_EndsTheSessionOnce()
    {
        var draft = await CreateAsync();
        await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);

        var rotations = await Parallelism.RunAsync(
            50, _ => Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh.TokenHash, TimeSpan.FromTicks(-1)), default));

        Assert.That(rotations.Count(r => r.Status == RefreshRotationStatus.Reused), Is.EqualTo(1));
        await AssertIsGoneAsync(draft);
    }

    private async Task<SessionDraft> CreateAsync(DateTimeOffset? createdAt = null, string? keyThumbprint = null)
    {
        var session = SessionSample.Session($"subject-{Guid.NewGuid():N}", createdAt ?? Now, isRenewable: true) with { KeyThumbprint = keyThumbprint };
        var draft = SessionSample.Draft(session);
        await Store.CreateAsync(draft, Ten, default);
        return draft;
    }

    private async Task AssertIsGoneAsync(SessionDraft draft)
    {
        var rotation = await Store.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);
        Assert.That(rotation.Status, Is.EqualTo(RefreshRotationStatus.NotFound));
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Null);
        Assert.That(await Store.ListAsync(draft.Session.Subject, default), Is.Empty);
    }
}
