namespace SecurityKit.Testing;

/// <summary>What every store of security events must do.</summary>
public abstract class SecurityEventStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    protected abstract ValueTask<ISecurityEventStore> CreateAsync();

    [Test]
    public async Task An_event_comes_back_whole()
    {
        var store = await CreateAsync();
        var kept = Event(1, "identity.password.changed", "ann") with
        {
            Outcome = SecurityEventOutcome.Denied,
            Severity = SecurityEventSeverity.High,
            Actor = "operator",
            Source = "203.0.113.0/24",
            Reason = "wrong_password",
            CorrelationId = "c-1",
            Data = new Dictionary<string, string> { ["device"] = "Firefox on Linux", ["ünïcode"] = "日本 \"quoted\"" },
        };

        await store.AppendAsync(kept, default);
        var found = (await store.QueryAsync(new SecurityEventQuery(), default)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(found with { Data = kept.Data }, Is.EqualTo(kept));
            Assert.That(found.Data, Is.EquivalentTo(kept.Data));
        });
    }

    [Test]
    public async Task Events_come_in_the_order_in_which_they_were_kept_or_in_reverse()
    {
        var store = await CreateAsync();
        var kept = await AppendAsync(store, 5);

        var forwards = await store.QueryAsync(new SecurityEventQuery(), default);
        var backwards = await store.QueryAsync(new SecurityEventQuery { NewestFirst = true }, default);

        Assert.That(forwards.Select(e => e.Id), Is.EqualTo(kept.Select(e => e.Id)));
        Assert.That(backwards.Select(e => e.Id), Is.EqualTo(kept.Reverse().Select(e => e.Id)));
    }

    [Test]
    public async Task Pages_follow_one_another_without_gap_or_repetition([Values] bool newestFirst)
    {
        var store = await CreateAsync();
        var kept = await AppendAsync(store, 7);
        var expected = newestFirst ? kept.Reverse() : kept;

        var seen = new List<Guid>();
        Guid? after = null;
        while (true)
        {
            var page = await store.QueryAsync(new SecurityEventQuery { AfterId = after, Limit = 3, NewestFirst = newestFirst }, default);
            if (page.Count == 0)
            {
                break;
            }

            seen.AddRange(page.Select(e => e.Id));
            after = page[^1].Id;
        }

        Assert.That(seen, Is.EqualTo(expected.Select(e => e.Id)));
    }

    [Test]
    public async Task An_unknown_cursor_finds_nothing()
    {
        var store = await CreateAsync();
        await AppendAsync(store, 2);

        Assert.That(await store.QueryAsync(new SecurityEventQuery { AfterId = Guid.NewGuid() }, default), Is.Empty);
    }

    [Test]
    public async Task Subject_type_prefix_and_time_narrow()
    {
        var store = await CreateAsync();
        await store.AppendAsync(Event(1, "mfa.totp.confirmed", "ann"), default);
        await store.AppendAsync(Event(2, "mfa.totp.confirmed", "bob"), default);
        await store.AppendAsync(Event(3, "mfax.other", "ann"), default);
        await store.AppendAsync(Event(4, "identity.signin", "ann"), default);

        Assert.Multiple(async () =>
        {
            Assert.That(await TimesAsync(store, new() { Subject = "ann" }), Is.EqualTo(new[] { 1, 3, 4 }));
            Assert.That(await TimesAsync(store, new() { Subject = "ANN" }), Is.Empty, "subjects are compared ordinally");
            Assert.That(await TimesAsync(store, new() { Type = "mfa." }), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(await TimesAsync(store, new() { Type = "mfa.totp.confirmed", Subject = "bob" }), Is.EqualTo(new[] { 2 }));
            Assert.That(await TimesAsync(store, new() { Type = "mfa.totp" }), Is.Empty, "a prefix ends with a dot");
            Assert.That(await TimesAsync(store, new() { AfterTime = Start.AddMinutes(2) }), Is.EqualTo(new[] { 3, 4 }));
        });
    }

    [Test]
    public async Task Retention_forgets_the_old_and_only_the_old()
    {
        var store = await CreateAsync();
        await AppendAsync(store, 5);

        Assert.That(await store.DeleteBeforeAsync(Start.AddMinutes(3), default), Is.EqualTo(2));
        Assert.That(await TimesAsync(store, new()), Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public async Task Parallel_writers_lose_nothing()
    {
        var store = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(() => store.AppendAsync(Event(i, "test.parallel", "ann"), default).AsTask())));

        var found = await store.QueryAsync(new SecurityEventQuery { Limit = SecurityEventQuery.MaxLimit }, default);
        Assert.That(found.Select(e => e.Id).Distinct().Count(), Is.EqualTo(200));
    }

    private static SecurityEvent Event(int minute, string type, string subject) => new()
    {
        Id = Guid.CreateVersion7(Start.AddMinutes(minute)),
        Time = Start.AddMinutes(minute),
        Type = type,
        Outcome = SecurityEventOutcome.Success,
        Subject = subject,
    };

    private static async Task<SecurityEvent[]> AppendAsync(ISecurityEventStore store, int count)
    {
        var events = Enumerable.Range(1, count).Select(i => Event(i, "test.event", "ann")).ToArray();
        foreach (var e in events)
        {
            await store.AppendAsync(e, default);
        }

        return events;
    }

    private static async Task<int[]> TimesAsync(ISecurityEventStore store, SecurityEventQuery query) =>
        [.. (await store.QueryAsync(query, default)).Select(e => (int)(e.Time - Start).TotalMinutes)];
}
