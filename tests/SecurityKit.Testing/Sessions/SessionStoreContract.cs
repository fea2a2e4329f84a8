using SecurityKit.Sessions;

namespace SecurityKit.Testing;

/// <summary>What every session store must do: life, limit and revocation. Times are whole milliseconds, which every store keeps.</summary>
public abstract class SessionStoreContract
{
    private static readonly SessionLimit Ten = new(10, SessionLimitAction.EvictOldest);
    private static readonly SessionLimit TenOrRefuse = new(10, SessionLimitAction.Refuse);
    private static int _subjects;

    protected ISessionStore Store { get; private set; } = null!;

    /// <summary>A subject that no other test uses.</summary>
    protected string Subject { get; private set; } = null!;

    /// <summary>The time by the store's own clock, in whole milliseconds.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>A store, empty or shared with other subjects.</summary>
    protected abstract Task<ISessionStore> OpenAsync();

    /// <summary>A second node on the same state; the same store where it lives in one process.</summary>
    protected virtual ISessionStore OpenAnotherNode() => Store;

    [SetUp]
    public async Task OpenStore()
    {
        Store = await OpenAsync();
        Subject = $"subject-{Interlocked.Increment(ref _subjects)}-{Guid.NewGuid():N}";
    }

    [Test]
    public async Task CreatedSession_IsFoundWithEverythingItWasCreatedWith()
    {
        var session = SessionSample.Session(Subject, Now, isRenewable: true) with { KeyThumbprint = "thumbprint", Level = AssuranceLevel.Two, RequiresStepUp = true };
        var draft = SessionSample.Draft(session);

        var creation = await Store.CreateAsync(draft, Ten, default);
        var reading = await Store.FindAsync(session.Id, null, default);

        Assert.Multiple(() =>
        {
            Assert.That(creation.Status, Is.EqualTo(SessionStartStatus.Created));
            Assert.That(creation.Evicted, Is.Empty);
            Assert.That(reading.Session! with { Factors = [] }, Is.EqualTo(session with { Factors = [] }));
            Assert.That(reading.Session!.Factors, Is.EqualTo(session.Factors));
            Assert.That(reading.TokenHash, Is.EqualTo(draft.TokenHash));
            Assert.That(reading.IsTokenRevoked, Is.False);
        });
    }

    [Test]
    public async Task SessionWithoutNetworkDeviceOrKey_KeepsThemUnknown()
    {
        var session = SessionSample.Session(Subject, Now) with { Network = null, Device = new SessionDevice("Unknown device", null) };
        await Store.CreateAsync(SessionSample.Draft(session), Ten, default);

        var found = (await Store.FindAsync(session.Id, null, default)).Session!;

        Assert.That((found.Network, found.Device.Fingerprint, found.KeyThumbprint, found.RenewableUntil), Is.EqualTo(((string?)null, (string?)null, (string?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task UnknownSession_IsNotFound() =>
        Assert.That(await Store.FindAsync(SessionId.New(Subject), null, default), Is.EqualTo(default(SessionReading)));

    [Test]
    public async Task SessionPastItsIdleTimeout_IsNotFoundTouchedListedOrRevoked()
    {
        var idle = await CreateAsync(Now - SessionSample.Idle - TimeSpan.FromSeconds(1));

        await AssertIsOverAsync(idle);
    }

    [Test]
    public async Task SessionPastItsAbsoluteLifetime_IsOverHoweverMuchItWasUsed()
    {
        var session = SessionSample.Session(Subject, Now - SessionSample.Lifetime - TimeSpan.FromSeconds(1)) with { LastSeenAt = Now };
        await Store.CreateAsync(SessionSample.Draft(session), Ten, default);

        await AssertIsOverAsync(session);
    }

    [Test]
    public async Task Touch_MovesLastSeenToNowAndNeverBack()
    {
        var session = await CreateAsync(Now - TimeSpan.FromMinutes(20));

        var isLive = await Store.TouchAsync(session.Id, default);

        var seen = (await Store.FindAsync(session.Id, null, default)).Session!.LastSeenAt;
        Assert.Multiple(() =>
        {
            Assert.That(isLive, Is.True);
            Assert.That(seen, Is.GreaterThan(session.LastSeenAt + TimeSpan.FromMinutes(19)));
            Assert.That(seen, Is.LessThanOrEqualTo(Now));
        });
    }

    [Test]
    public async Task Touch_OfARevokedSession_DoesNotRecreateIt()
    {
        var session = await CreateAsync();
        await Store.RevokeAsync(session.Id, Subject, default);

        var isLive = await Store.TouchAsync(session.Id, default);

        Assert.That(isLive, Is.False);
        await AssertIsOverAsync(session);
    }

    [Test]
    public async Task EleventhSession_EvictsTheOldest()
    {
        var sessions = await CreateManyAsync(10);

        var creation = await Store.CreateAsync(SessionSample.Draft(SessionSample.Session(Subject, Now)), Ten, default);

        Assert.That(creation.Evicted.Select(s => s.Id), Is.EqualTo(new[] { sessions[0].Id }));
        await AssertIsOverAsync(sessions[0]);
        Assert.That(await Store.ListAsync(Subject, default), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task EleventhSession_IsRefusedWhereTheLimitSaysSo()
    {
        await CreateManyAsync(10);
        var draft = SessionSample.Draft(SessionSample.Session(Subject, Now));

        var creation = await Store.CreateAsync(draft, TenOrRefuse, default);

        Assert.That(creation.Status, Is.EqualTo(SessionStartStatus.LimitReached));
        Assert.That((await Store.FindAsync(draft.Session.Id, null, default)).Session, Is.Null);
        Assert.That(await Store.ListAsync(Subject, default), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task LimitThatWasLowered_EvictsAllThatAreTooMany()
    {
        await CreateManyAsync(10);

        var creation = await Store.CreateAsync(
            SessionSample.Draft(SessionSample.Session(Subject, Now)), new SessionLimit(3, SessionLimitAction.EvictOldest), default);

        Assert.That(creation.Evicted, Has.Count.EqualTo(8));
        Assert.That(await Store.ListAsync(Subject, default), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task SessionsThatAreOver_DoNotCountAgainstTheLimit()
    {
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(Now - SessionSample.Lifetime - TimeSpan.FromHours(1));
        }

        var creation = await Store.CreateAsync(SessionSample.Draft(SessionSample.Session(Subject, Now)), TenOrRefuse, default);

        Assert.That(creation.Status, Is.EqualTo(SessionStartStatus.Created));
        Assert.That(await Store.ListAsync(Subject, default), Has.Count.EqualTo(1));
    }

    [TestCase(SessionLimitAction.EvictOldest)]
    [TestCase(SessionLimitAction.Refuse)]
    public async Task FiveHundredParallelCreations_LeaveExactlyTen_AndNeverShowMore(SessionLimitAction whenReached)
    {
        var limit = new SessionLimit(10, whenReached);
        ISessionStore[] nodes = [Store, OpenAnotherNode()];
        var mostSeen = 0;
        using var isDone = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!isDone.IsCancellationRequested)
            {
                mostSeen = Math.Max(mostSeen, (await nodes[1].ListAsync(Subject, default)).Count);
            }
        });

        var creations = await Parallelism.RunAsync(500, i => nodes[i % 2].CreateAsync(SessionSample.Draft(SessionSample.Session(Subject, Now)), limit, default));
        await isDone.CancelAsync();
        await watching;

        var left = await Store.ListAsync(Subject, default);
        var created = creations.Count(c => c.Status == SessionStartStatus.Created);
        var evicted = creations.SelectMany(c => c.Evicted).Select(s => s.Id).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(left, Has.Count.EqualTo(10));
            Assert.That(mostSeen, Is.LessThanOrEqualTo(10));
            Assert.That(created, Is.EqualTo(whenReached == SessionLimitAction.Refuse ? 10 : 500));
            Assert.That(evicted, Has.Count.EqualTo(created - 10));
            Assert.That(evicted, Is.Unique);
        });
    }

    [Test]
    public async Task List_IsOldestFirst_AndHoldsOneSubjectOnly()
    {
        var sessions = await CreateManyAsync(3);
        await Store.CreateAsync(SessionSample.Draft(SessionSample.Session(Subject + "x", Now)), Ten, default);
        await Store.CreateAsync(SessionSample.Draft(SessionSample.Session(Subject.ToUpperInvariant(), Now)), Ten, default);

        var listed = await Store.ListAsync(Subject, default);

        Assert.That(listed.Select(s => s.Id), Is.EqualTo(sessions.Select(s => s.Id)));
    }

    [Test]
    public async Task Revoke_EndsTheSessionOnEveryNode()
    {
        var session = await CreateAsync();

        var ended = await Store.RevokeAsync(session.Id, Subject, default);

        Assert.That(ended!.Id, Is.EqualTo(session.Id));
        Assert.That((await OpenAnotherNode().FindAsync(session.Id, null, default)).Session, Is.Null);
        await AssertIsOverAsync(session);
    }

    [Test]
    public async Task Revoke_OfSomebodyElsesSession_EndsNothing()
    {
        var session = await CreateAsync();

        Assert.That(await Store.RevokeAsync(session.Id, Subject + "x", default), Is.Null);
        Assert.That((await Store.FindAsync(session.Id, null, default)).Session, Is.Not.Null);
    }

    [Test]
    public async Task ParallelRevocations_EndASessionOnce()
    {
        var session = await CreateAsync();

        var ended = await Parallelism.RunAsync(50, _ => Store.RevokeAsync(session.Id, Subject, default));

        Assert.That(ended.Count(s => s is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task RevokeAll_EndsAllButTheOneToKeep()
    {
        var sessions = await CreateManyAsync(5);

        var ended = await Store.RevokeAllAsync(Subject, sessions[2].Id, Now, SessionSample.Lifetime, default);

        Assert.That(ended.Select(s => s.Id), Is.EquivalentTo(sessions.Where((_, i) => i != 2).Select(s => s.Id)));
        Assert.That((await Store.ListAsync(Subject, default)).Select(s => s.Id), Is.EqualTo(new[] { sessions[2].Id }));
    }

    [Test]
    public async Task RevokeAll_LeavesOtherSubjectsAlone()
    {
        var other = SessionSample.Session(Subject + "x", Now);
        await Store.CreateAsync(SessionSample.Draft(other), Ten, default);

        await Store.RevokeAllAsync(Subject, null, Now, SessionSample.Lifetime, default);

        Assert.That((await Store.FindAsync(other.Id, null, default)).Session, Is.Not.Null);
    }

    [Test]
    public async Task SignInUnderWay_WhenAllSessionsAreRevoked_GetsNoSession()
    {
        var provenAt = Now;
        await Store.RevokeAllAsync(Subject, null, provenAt + TimeSpan.FromSeconds(1), SessionSample.Lifetime, default);
        var late = SessionSample.Session(Subject, provenAt);
        var fresh = SessionSample.Session(Subject, provenAt + TimeSpan.FromSeconds(1));

        var refused = await Store.CreateAsync(SessionSample.Draft(late), Ten, default);
        var accepted = await Store.CreateAsync(SessionSample.Draft(fresh), Ten, default);

        Assert.That(refused.Status, Is.EqualTo(SessionStartStatus.RevokedMeanwhile));
        Assert.That(accepted.Status, Is.EqualTo(SessionStartStatus.Created));
        Assert.That((await Store.ListAsync(Subject, default)).Select(s => s.Id), Is.EqualTo(new[] { fresh.Id }));
    }

    [Test]
    public async Task AddFactors_KeepsTheLatestOfEachMethod_RaisesTheLevel_AndReplacesTheToken()
    {
        var start = Now - TimeSpan.FromMinutes(5);
        var session = SessionSample.Session(Subject, start) with { RequiresStepUp = true };
        await Store.CreateAsync(SessionSample.Draft(session), Ten, default);
        var tokenHash = SessionSample.Hash();
        AuthenticationFactor[] added = [new(AuthenticationMethods.OneTimePassword, Now), new(AuthenticationMethods.Password, start - TimeSpan.FromHours(1))];

        await Store.AddFactorsAsync(session.Id, Subject, added, AssuranceLevel.Two, tokenHash, default);

        var reading = await Store.FindAsync(session.Id, null, default);
        Assert.Multiple(() =>
        {
            Assert.That(reading.Session!.Factors, Is.EquivalentTo(new[] { session.Factors[0], added[0] }));
            Assert.That(reading.Session!.Level, Is.EqualTo(AssuranceLevel.Two));
            Assert.That(reading.Session!.RequiresStepUp, Is.False);
            Assert.That(reading.TokenHash, Is.EqualTo(tokenHash));
        });
    }

    [Test]
    public async Task AddFactors_ToSomebodyElsesOrAnEndedSession_ChangesNothing()
    {
        var session = await CreateAsync();
        AuthenticationFactor[] added = [new(AuthenticationMethods.OneTimePassword, Now)];

        var foreign = await Store.AddFactorsAsync(session.Id, Subject + "x", added, AssuranceLevel.Two, SessionSample.Hash(), default);
        var after = (await Store.FindAsync(session.Id, null, default)).Session!;
        await Store.RevokeAsync(session.Id, Subject, default);
        var ended = await Store.AddFactorsAsync(session.Id, Subject, added, AssuranceLevel.Two, SessionSample.Hash(), default);

        Assert.That((foreign, ended, after.Level), Is.EqualTo(((Session?)null, (Session?)null, AssuranceLevel.One)));
        await AssertIsOverAsync(session);
    }

    [Test]
    public async Task ParallelAdditionsOfFactors_AllArrive()
    {
        var session = await CreateAsync();
        var now = Now;

        await Parallelism.RunAsync(8, i => Store.AddFactorsAsync(
            session.Id, Subject, [new AuthenticationFactor($"method{i}", now)], AssuranceLevel.Two, SessionSample.Hash(), default));

        Assert.That((await Store.FindAsync(session.Id, null, default)).Session!.Factors, Has.Count.EqualTo(9));
    }

    [Test]
    public async Task RevokedToken_IsToldApartFromOthersOfItsSession_AndRevokingTwiceDoesNoHarm()
    {
        var session = await CreateAsync();

        var isThere = await Store.RevokeTokenAsync(session.Id, "token-a", Now + TimeSpan.FromMinutes(30), default);
        await Store.RevokeTokenAsync(session.Id, "token-a", Now + TimeSpan.FromMinutes(30), default);
        await Store.RevokeTokenAsync(session.Id, "token-c", Now + TimeSpan.FromMinutes(30), default);

        Assert.Multiple(async () =>
        {
            Assert.That(isThere, Is.True);
            Assert.That((await Store.FindAsync(session.Id, "token-a", default)).IsTokenRevoked, Is.True);
            Assert.That((await OpenAnotherNode().FindAsync(session.Id, "token-c", default)).IsTokenRevoked, Is.True);
            Assert.That((await Store.FindAsync(session.Id, "token-b", default)).IsTokenRevoked, Is.False);
            Assert.That((await Store.FindAsync(session.Id, null, default)).Session, Is.Not.Null);
        });
    }

    [Test]
    public async Task RevokingATokenOfASessionThatIsNotThere_CreatesNothing()
    {
        var id = SessionId.New(Subject);

        Assert.That(await Store.RevokeTokenAsync(id, "token", Now + TimeSpan.FromMinutes(30), default), Is.False);
        Assert.That((await Store.FindAsync(id, "token", default)).Session, Is.Null);
    }

    [Test]
    public async Task RevocationsOfTokensInParallel_AllStay_AndOutliveTouches()
    {
        var session = await CreateAsync(Now - TimeSpan.FromMinutes(5));
        await Parallelism.RunAsync(8, i => Store.RevokeTokenAsync(session.Id, $"token{i}", Now + TimeSpan.FromMinutes(30), default));

        await Store.TouchAsync(session.Id, default);

        Assert.That((await Parallelism.RunAsync(8, i => Store.FindAsync(session.Id, $"token{i}", default))).Select(r => r.IsTokenRevoked), Is.All.True);
    }

    [Test]
    public void CancelledCall_IsCancelled() =>
        Assert.That(
            async () => await Store.FindAsync(SessionId.New(Subject), null, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    protected async Task<Session> CreateAsync(DateTimeOffset? createdAt = null)
    {
        var session = SessionSample.Session(Subject, createdAt ?? Now);
        await Store.CreateAsync(SessionSample.Draft(session), new SessionLimit(1000, SessionLimitAction.Refuse), default);
        return session;
    }

    protected async Task AssertIsOverAsync(Session session)
    {
        Assert.Multiple(async () =>
        {
            Assert.That((await Store.FindAsync(session.Id, null, default)).Session, Is.Null, "found");
            Assert.That(await Store.TouchAsync(session.Id, default), Is.False, "touched");
            Assert.That((await Store.ListAsync(session.Subject, default)).Select(s => s.Id), Does.Not.Contain(session.Id), "listed");
            Assert.That(await Store.RevokeAsync(session.Id, session.Subject, default), Is.Null, "revoked");
        });
    }

    private async Task<List<Session>> CreateManyAsync(int count)
    {
        var sessions = new List<Session>();
        var first = Now - TimeSpan.FromMinutes(count);
        for (var i = 0; i < count; i++)
        {
            sessions.Add(await CreateAsync(first + TimeSpan.FromMinutes(i)));
        }

        return sessions;
    }
}
