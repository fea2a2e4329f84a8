namespace SecurityKit.Testing;

/// <summary>What every counter store must do.</summary>
public abstract class CounterStoreContract
{
    private static readonly CounterLimit FiveAnHour = new(5, TimeSpan.FromHours(1));

    /// <summary>The store under test.</summary>
    protected abstract ICounterStore Store { get; }

    /// <summary>The same counters as another node sees them; for stores of one process, the store itself.</summary>
    protected virtual ICounterStore AnotherNode => Store;

    /// <summary>Lets time pass for the store, or moves what it holds into the past by as much.</summary>
    protected abstract Task AdvanceAsync(TimeSpan by);

    [Test]
    public async Task TryTake_UntilTheLimit_CountsDownAndThenRefuses()
    {
        var key = NewKey();
        var remaining = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            var decision = await Store.TryTakeAsync(key, FiveAnHour, 1, default);
            Assert.That((decision.Taken, decision.RetryAfter), Is.EqualTo((true, TimeSpan.Zero)));
            remaining.Add(decision.Remaining);
        }

        var refusal = await Store.TryTakeAsync(key, FiveAnHour, 1, default);

        Assert.That(remaining, Is.EqualTo(new[] { 4, 3, 2, 1, 0 }));
        Assert.That((refusal.Taken, refusal.Remaining), Is.EqualTo((false, 0)));
        AssertAbout(refusal.RetryAfter, TimeSpan.FromHours(1));
    }

    [Test]
    public async Task TryTake_AfterRefusals_IsNotDelayedByThem()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, FiveAnHour, 5, default);
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        for (var i = 0; i < 20; i++)
        {
            await Store.TryTakeAsync(key, FiveAnHour, 1, default);
        }

        await AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 5, default)).Taken, Is.True);
    }

    [Test]
    public async Task Window_Slides_EachPermitFreesItselfAfterItsOwnWindow()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, FiveAnHour, 2, default);
        await AdvanceAsync(TimeSpan.FromMinutes(40));
        await Store.TryTakeAsync(key, FiveAnHour, 3, default);

        var full = await Store.TryTakeAsync(key, FiveAnHour, 1, default);
        AssertAbout(full.RetryAfter, TimeSpan.FromMinutes(20));
        var three = await Store.TryTakeAsync(key, FiveAnHour, 3, default);
        AssertAbout(three.RetryAfter, TimeSpan.FromMinutes(60));

        await AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 3, default)).Taken, Is.False, "only the first two are free");
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 2, default)).Taken, Is.True);
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 1, default)).Taken, Is.False);
    }

    [Test]
    public async Task TryTake_OfSeveral_TakesAllOrNone()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, FiveAnHour, 3, default);

        var refusal = await Store.TryTakeAsync(key, FiveAnHour, 3, default);
        var fitting = await Store.TryTakeAsync(key, FiveAnHour, 2, default);

        Assert.That((refusal.Taken, refusal.Remaining), Is.EqualTo((false, 2)));
        Assert.That((fitting.Taken, fitting.Remaining), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task TryTake_OfMoreThanTheLimit_IsRefusedAndTakesNothing()
    {
        var key = NewKey();

        var refusal = await Store.TryTakeAsync(key, FiveAnHour, 6, default);

        Assert.That((refusal.Taken, refusal.Remaining, refusal.RetryAfter), Is.EqualTo((false, 5, TimeSpan.FromHours(1))));
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 5, default)).Taken, Is.True);
    }

    [Test]
    public async Task TryTake_OfNone_AsksWithoutTaking()
    {
        var key = NewKey();
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 0, default)).Remaining, Is.EqualTo(5));
        await Store.TryTakeAsync(key, FiveAnHour, 2, default);

        var first = await Store.TryTakeAsync(key, FiveAnHour, 0, default);
        var second = await Store.TryTakeAsync(key, FiveAnHour, 0, default);

        Assert.That((first.Taken, first.Remaining), Is.EqualTo((true, 3)));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task TryTake_WhenTheLimitWasLoweredBelowWhatIsTaken_RefusesWithoutNegativeRemainder()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, FiveAnHour, 5, default);

        var decision = await Store.TryTakeAsync(key, new CounterLimit(2, TimeSpan.FromHours(1)), 1, default);

        Assert.That((decision.Taken, decision.Remaining), Is.EqualTo((false, 0)));
        AssertAbout(decision.RetryAfter, TimeSpan.FromHours(1));
    }

    [Test]
    public async Task GiveBack_ReturnsTheMostRecentPermits()
    {
        var key = NewKey();
        await Store.TryTakeAsync(key, FiveAnHour, 2, default);
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        await Store.TryTakeAsync(key, FiveAnHour, 3, default);

        await Store.GiveBackAsync(key, 3, default);

        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 0, default)).Remaining, Is.EqualTo(3));
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 0, default)).Remaining, Is.EqualTo(5), "the older two are over by now");
    }

    [Test]
    public async Task GiveBack_OfMoreThanWasTaken_DoesNotRaiseTheLimit()
    {
        var key = NewKey();
        await Store.GiveBackAsync(key, 3, default);
        await Store.TryTakeAsync(key, FiveAnHour, 1, default);

        await Store.GiveBackAsync(key, 100, default);

        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 0, default)).Remaining, Is.EqualTo(5));
        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 6, default)).Taken, Is.False);
    }

    [Test]
    public async Task Reset_ForgetsOneCounterOnly()
    {
        var (key, other) = (NewKey(), NewKey());
        await Store.TryTakeAsync(key, FiveAnHour, 5, default);
        await Store.TryTakeAsync(other, FiveAnHour, 5, default);

        await Store.ResetAsync(key, default);

        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 5, default)).Taken, Is.True);
        Assert.That((await Store.TryTakeAsync(other, FiveAnHour, 1, default)).Taken, Is.False);
    }

    [Test]
    public async Task Counters_DifferByScopeAndById()
    {
        var id = Guid.NewGuid().ToString("N");
        await Store.TryTakeAsync(new CounterKey("test.a", id), FiveAnHour, 5, default);

        Assert.That((await Store.TryTakeAsync(new CounterKey("test.b", id), FiveAnHour, 5, default)).Taken, Is.True);
        Assert.That((await Store.TryTakeAsync(new CounterKey("test.a", id.ToUpperInvariant() + "X"), FiveAnHour, 5, default)).Taken, Is.True);
        Assert.That((await Store.TryTakeAsync(new CounterKey("test.a", id), FiveAnHour, 1, default)).Taken, Is.False);
    }

    [Test]
    public async Task Id_MayHoldAnyCharacters()
    {
        var key = new CounterKey("test.odd", Guid.NewGuid() + ":{x}' \"%_\\ \u00e9\ud83d\ude00");

        await Store.TryTakeAsync(key, FiveAnHour, 5, default);

        Assert.That((await Store.TryTakeAsync(key, FiveAnHour, 1, default)).Taken, Is.False);
    }

    [Test]
    public void TryTake_OfLessThanNone_IsMisuse() =>
        Assert.That(async () => await Store.TryTakeAsync(NewKey(), FiveAnHour, -1, default), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task ParallelTakes_OnTwoNodes_AdmitExactlyTheLimit()
    {
        var key = NewKey();
        var limit = new CounterLimit(60, TimeSpan.FromHours(1));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 300).Select(
            i => Task.Run(async () => await (i % 2 == 0 ? Store : AnotherNode).TryTakeAsync(key, limit, 1, default))));

        Assert.That(decisions.Count(d => d.Taken), Is.EqualTo(60));
        Assert.That(decisions.Where(d => d.Taken).Select(d => d.Remaining).Order(), Is.EqualTo(Enumerable.Range(0, 60)));
        Assert.That((await AnotherNode.TryTakeAsync(key, limit, 0, default)).Remaining, Is.Zero);
    }

    [Test]
    public async Task ParallelTakesOfSeveral_NeverTakeMoreThanTheLimit()
    {
        var key = NewKey();
        var limit = new CounterLimit(100, TimeSpan.FromHours(1));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            i => Task.Run(async () => await (i % 2 == 0 ? Store : AnotherNode).TryTakeAsync(key, limit, 3, default))));

        Assert.That(decisions.Count(d => d.Taken), Is.EqualTo(33));
        Assert.That((await Store.TryTakeAsync(key, limit, 0, default)).Remaining, Is.EqualTo(1));
    }

    [Test]
    public async Task ParallelTakesAndGiveBacks_LoseNone()
    {
        var key = NewKey();
        var limit = new CounterLimit(200, TimeSpan.FromHours(1));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var node = i % 2 == 0 ? Store : AnotherNode;
            await node.TryTakeAsync(key, limit, 1, default);
            if (i < 40)
            {
                await node.GiveBackAsync(key, 1, default);
            }
        })));

        Assert.That((await Store.TryTakeAsync(key, limit, 0, default)).Remaining, Is.EqualTo(140));
    }

    protected static CounterKey NewKey() => new("test.contract", Guid.NewGuid().ToString("N"));

    /// <summary>Servers' clocks go on while a test runs.</summary>
    private static void AssertAbout(TimeSpan actual, TimeSpan expected) =>
        Assert.That(actual, Is.GreaterThan(expected - TimeSpan.FromMinutes(2)).And.LessThanOrEqualTo(expected));
}
