namespace SecurityKit.Testing;

/// <summary>What every lease store must do.</summary>
public abstract class LeaseStoreContract
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <summary>The store under test.</summary>
    protected abstract ILeaseStore Store { get; }

    /// <summary>The same leases as another node sees them; for stores of one process, the store itself.</summary>
    protected virtual ILeaseStore AnotherNode => Store;

    /// <summary>Lets time pass for the store, or moves what it holds into the past by as much.</summary>
    protected abstract Task AdvanceAsync(TimeSpan by);

    [Test]
    public async Task TryAcquire_WhileAnotherHoldsIt_IsRefused()
    {
        var name = NewName();

        var lease = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        var refused = await AnotherNode.TryAcquireAsync(name, "b", TenMinutes, default);

        Assert.That(lease, Is.Not.Null);
        Assert.That((lease!.Name, lease.Owner), Is.EqualTo((name, "a")));
        Assert.That(refused, Is.Null);
    }

    [Test]
    public async Task TryAcquire_ByItsHolder_RenewsUnderTheSameToken()
    {
        var name = NewName();
        var first = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        await AdvanceAsync(TimeSpan.FromMinutes(9));

        var renewed = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        var other = await AnotherNode.TryAcquireAsync(name, "b", TenMinutes, default);

        Assert.That(renewed!.FencingToken, Is.EqualTo(first!.FencingToken));
        Assert.That(other, Is.Null, "the renewal counts from when it was made");
    }

    [Test]
    public async Task TryAcquire_AfterItExpired_GoesToAnotherUnderAHigherToken()
    {
        var name = NewName();
        var first = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        await AdvanceAsync(TenMinutes);

        var second = await AnotherNode.TryAcquireAsync(name, "b", TenMinutes, default);

        Assert.That(second, Is.Not.Null);
        Assert.That(second!.FencingToken, Is.GreaterThan(first!.FencingToken));
        Assert.That(await Store.TryAcquireAsync(name, "a", TenMinutes, default), Is.Null);
    }

    [Test]
    public async Task TryAcquire_ByTheSameOwnerAfterItExpired_HasAHigherToken()
    {
        var name = NewName();
        var first = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        await AdvanceAsync(TenMinutes);

        var second = await Store.TryAcquireAsync(name, "a", TenMinutes, default);

        Assert.That(second!.FencingToken, Is.GreaterThan(first!.FencingToken), "somebody else may have held it in between");
    }

    [Test]
    public async Task Release_FreesItAndTheNextTokenIsHigher()
    {
        var name = NewName();
        var first = await Store.TryAcquireAsync(name, "a", TenMinutes, default);

        await Store.ReleaseAsync(first!, default);
        var second = await AnotherNode.TryAcquireAsync(name, "b", TenMinutes, default);

        Assert.That(second!.FencingToken, Is.GreaterThan(first!.FencingToken));
    }

    [Test]
    public async Task Release_OfALeaseThatAnotherHoldsByNow_DoesNothing()
    {
        var name = NewName();
        var first = await Store.TryAcquireAsync(name, "a", TenMinutes, default);
        await AdvanceAsync(TenMinutes);
        await AnotherNode.TryAcquireAsync(name, "b", TenMinutes, default);

        await Store.ReleaseAsync(first!, default);

        Assert.That(await Store.TryAcquireAsync(name, "c", TenMinutes, default), Is.Null);
    }

    [Test]
    public async Task Leases_OfDifferentNames_DoNotMeet()
    {
        Assert.That(await Store.TryAcquireAsync(NewName(), "a", TenMinutes, default), Is.Not.Null);
        Assert.That(await Store.TryAcquireAsync(NewName(), "b", TenMinutes, default), Is.Not.Null);
    }

    [Test]
    public void TryAcquire_ForNoTime_IsMisuse() =>
        Assert.That(
            async () => await Store.TryAcquireAsync(NewName(), "a", TimeSpan.Zero, default), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task ParallelTries_OfManyOwnersOnTwoNodes_HaveExactlyOneWinner()
    {
        var name = NewName();

        var leases = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Store : AnotherNode).TryAcquireAsync(name, $"owner-{i}", TenMinutes, default))));

        Assert.That(leases.Count(lease => lease is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task ParallelHandOvers_NeverRepeatAToken()
    {
        var name = NewName();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var node = i % 2 == 0 ? Store : AnotherNode;
            var lease = await node.TryAcquireAsync(name, $"owner-{i}", TenMinutes, default);
            if (lease is not null)
            {
                await node.ReleaseAsync(lease, default);
            }

            return lease?.FencingToken;
        })));

        Assert.That(tokens.Where(token => token is not null), Is.Unique.And.Not.Empty);
    }

    private static string NewName() => "test." + Guid.NewGuid().ToString("N");
}
