using SecurityKit.Mfa;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IAuthenticatorStore"/> must do, parallel callers included.</summary>
public abstract class AuthenticatorStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private IAuthenticatorStore _store = null!;
    private string _subject = null!;

    /// <summary>How many callers the parallel cases have; fewer where each call waits for a disk.</summary>
    protected virtual int ParallelCalls => 1000;

    protected abstract ValueTask<IAuthenticatorStore> CreateStoreAsync();

    [SetUp]
    public async Task SetUpStore()
    {
        _store = await CreateStoreAsync();
        _subject = $"subject-{Guid.NewGuid():N}";
    }

    [Test]
    public async Task An_unknown_subject_has_nothing()
    {
        var set = await _store.GetAsync(_subject, default);
        Assert.That(set.Authenticators, Is.Empty);
        Assert.That(set.RecoveryCodesLeft, Is.Zero);
    }

    [Test]
    public async Task What_is_added_comes_back_as_it_was()
    {
        var added = Pending("Schlüssel 鍵 🔑") with { Protected = [0, 1, 2, 255], Method = MfaMethod.Sms };
        Assert.That(await AddAsync(added), Is.True);

        var found = (await _store.GetAsync(_subject, default)).Authenticators.Single();
        Assert.Multiple(() =>
        {
            Assert.That(found.Id, Is.EqualTo(added.Id));
            Assert.That(found.Subject, Is.EqualTo(_subject));
            Assert.That(found.Method, Is.EqualTo(MfaMethod.Sms));
            Assert.That(found.Name, Is.EqualTo("Schlüssel 鍵 🔑"));
            Assert.That(found.Protected, Is.EqualTo(new byte[] { 0, 1, 2, 255 }));
            Assert.That(found.CreatedAt, Is.EqualTo(Start));
            Assert.That(found.ConfirmedAt, Is.Null);
            Assert.That(found.LastUsedAt, Is.Null);
            Assert.That(found.LastStep, Is.EqualTo(-1));
        });
    }

    [Test]
    public async Task Subjects_that_differ_in_case_or_accents_only_are_different_subjects()
    {
        await AddAsync(Pending());
        Assert.Multiple(async () =>
        {
            Assert.That((await _store.GetAsync(_subject.ToUpperInvariant(), default)).Authenticators, Is.Empty);
            Assert.That((await _store.GetAsync(_subject.Replace('u', 'ü'), default)).Authenticators, Is.Empty);
            Assert.That((await _store.GetAsync(_subject + " ", default)).Authenticators, Is.Empty);
        });
    }

    [Test]
    public async Task Authenticators_are_listed_oldest_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var added = Pending() with { CreatedAt = Start.AddMinutes(10 - i) };
            await AddAsync(added);
            ids.Insert(0, added.Id);
        }

        Assert.That((await _store.GetAsync(_subject, default)).Authenticators.Select(a => a.Id), Is.EqualTo(ids));
    }

    [Test]
    public async Task Parallel_additions_never_exceed_the_limit()
    {
        var added = await CountTrueAsync(ParallelCalls / 10, _ => _store.TryAddAsync(Pending(), 7, Start.AddHours(-1), default));
        Assert.That(added, Is.EqualTo(7));
        Assert.That((await _store.GetAsync(_subject, default)).Authenticators, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task Stale_pending_ones_make_room_and_active_ones_do_not()
    {
        var active = await AddActiveAsync();
        var stale = Pending();
        await AddAsync(stale);

        Assert.That(await _store.TryAddAsync(Pending() with { CreatedAt = Start.AddHours(1) }, 2, Start, default), Is.False);
        Assert.That(await _store.TryAddAsync(Pending() with { CreatedAt = Start.AddHours(1) }, 2, Start.AddSeconds(1), default), Is.True);
        var ids = (await _store.GetAsync(_subject, default)).Authenticators.Select(a => a.Id).ToArray();
        Assert.That(ids, Does.Contain(active).And.Not.Contain(stale.Id));
        Assert.That(ids, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Activation_happens_once_and_gives_codes_to_the_first_only()
    {
        Authenticator first = Pending(), second = Pending();
        await AddAsync(first);
        await AddAsync(second);

        Assert.That(await _store.TryActivateAsync(_subject, first.Id, 41, Start.AddMinutes(1), Hashes(1, 10), default), Is.EqualTo(AuthenticatorActivation.ActivatedFirst));
        Assert.That(await _store.TryActivateAsync(_subject, first.Id, 42, Start.AddMinutes(2), Hashes(2, 10), default), Is.EqualTo(AuthenticatorActivation.NotFound));
        Assert.That(await _store.TryActivateAsync(_subject, second.Id, 43, Start.AddMinutes(3), Hashes(3, 10), default), Is.EqualTo(AuthenticatorActivation.Activated));

        var set = await _store.GetAsync(_subject, default);
        Assert.Multiple(async () =>
        {
            Assert.That(set.RecoveryCodesLeft, Is.EqualTo(10));
            Assert.That(set.Authenticators.Select(a => a.LastStep), Is.EquivalentTo(new long[] { 41, 43 }));
            Assert.That(set.Authenticators.Single(a => a.Id == first.Id).ConfirmedAt, Is.EqualTo(Start.AddMinutes(1)));
            Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(1, 0), default), Is.True);
            Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(3, 0), default), Is.False);
        });
    }

    [Test]
    public async Task Another_subjects_authenticator_is_neither_activated_nor_removed()
    {
        var pending = Pending();
        await AddAsync(pending);
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryActivateAsync("other", pending.Id, 1, Start, Hashes(1, 1), default), Is.EqualTo(AuthenticatorActivation.NotFound));
            Assert.That(await _store.RemoveAsync("other", pending.Id, false, default), Is.EqualTo(AuthenticatorRemoval.NotFound));
            Assert.That(await _store.RemoveAllAsync("other", forgetRequirement: true, default), Is.Zero);
        });
        Assert.That((await _store.GetAsync(_subject, default)).Authenticators.Single().IsActive, Is.False);
    }

    [Test]
    public async Task Of_parallel_activations_exactly_one_is_the_first()
    {
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var pending = Pending();
            await AddAsync(pending);
            ids.Add(pending.Id);
        }

        var answers = await RunAsync(8, i => _store.TryActivateAsync(_subject, ids[i], 1, Start, Hashes(i, 10), default));
        Assert.That(answers.Count(a => a == AuthenticatorActivation.ActivatedFirst), Is.EqualTo(1));
        Assert.That(answers.Count(a => a == AuthenticatorActivation.Activated), Is.EqualTo(7));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(10));
        Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(Array.IndexOf(answers, AuthenticatorActivation.ActivatedFirst), 3), default), Is.True);
    }

    [Test]
    public async Task A_step_is_spent_once_by_parallel_callers()
    {
        var id = await AddActiveAsync();
        var spent = await CountTrueAsync(ParallelCalls, _ => _store.TryAdvanceStepAsync(id, 100, Start, default));
        Assert.That(spent, Is.EqualTo(1));
    }

    [Test]
    public async Task Steps_only_go_forward()
    {
        var id = await AddActiveAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryAdvanceStepAsync(id, 100, Start.AddMinutes(1), default), Is.True);
            Assert.That(await _store.TryAdvanceStepAsync(id, 99, Start.AddMinutes(2), default), Is.False);
            Assert.That(await _store.TryAdvanceStepAsync(id, 100, Start.AddMinutes(3), default), Is.False);
            Assert.That(await _store.TryAdvanceStepAsync(id, 101, Start.AddMinutes(4), default), Is.True);
        });
        var found = (await _store.GetAsync(_subject, default)).Authenticators.Single();
        Assert.That(found.LastStep, Is.EqualTo(101));
        Assert.That(found.LastUsedAt, Is.EqualTo(Start.AddMinutes(4)));
    }

    [Test]
    public async Task A_pending_unknown_or_removed_authenticator_proves_nothing()
    {
        var pending = Pending();
        await AddAsync(pending);
        var removed = await AddActiveAsync();
        await _store.RemoveAsync(_subject, removed, false, default);
        foreach (var id in new[] { pending.Id, removed, Guid.NewGuid().ToString("N") })
        {
            Assert.That(await _store.TryAdvanceStepAsync(id, 5, Start, default), Is.False);
            Assert.That(await _store.TryTouchAsync(id, Start, default), Is.False);
        }
    }

    [Test]
    public async Task Touching_notes_the_time_of_use_only()
    {
        var id = await AddActiveAsync();
        Assert.That(await _store.TryTouchAsync(id, Start.AddMinutes(5), default), Is.True);
        var found = (await _store.GetAsync(_subject, default)).Authenticators.Single();
        Assert.That(found.LastUsedAt, Is.EqualTo(Start.AddMinutes(5)));
        Assert.That(found.LastStep, Is.EqualTo(-1));
    }

    [Test]
    public async Task An_id_is_given_once_whoever_asks()
    {
        var id = await AddActiveAsync();
        Assert.That(await AddAsync(Pending() with { Id = id }), Is.False);
        var wanted = Guid.NewGuid().ToString("N");
        var added = await CountTrueAsync(8, i => AddAsync(Pending() with { Id = wanted, Subject = $"{_subject}-{i}" }));
        Assert.That(added, Is.EqualTo(1));
        Assert.That((await _store.GetAsync(_subject, default)).Authenticators.Select(a => a.Id), Is.EqualTo(new[] { id }));
    }

    [Test]
    public async Task Its_owner_renames_an_active_authenticator_and_nobody_else_does()
    {
        var id = await AddActiveAsync();
        var pending = Pending();
        await AddAsync(pending);
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TryRenameAsync(_subject, id, "Schlüssel 🔑", default), Is.True);
            Assert.That(await _store.TryRenameAsync("other", id, "x", default), Is.False);
            Assert.That(await _store.TryRenameAsync(_subject, pending.Id, "x", default), Is.False);
            Assert.That((await _store.GetAsync(_subject, default)).Authenticators.Single(a => a.Id == id).Name, Is.EqualTo("Schlüssel 🔑"));
        });
    }

    [Test]
    public async Task Removing_the_last_active_one_takes_the_recovery_codes_along()
    {
        string first = await AddActiveAsync(), second = await AddActiveAsync();
        await AddAsync(Pending());
        Assert.That(await _store.RemoveAsync(_subject, first, false, default), Is.EqualTo(AuthenticatorRemoval.Removed));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(10));
        Assert.That(await _store.RemoveAsync(_subject, second, false, default), Is.EqualTo(AuthenticatorRemoval.RemovedLast));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.Zero);
        Assert.That(await _store.RemoveAsync(_subject, second, false, default), Is.EqualTo(AuthenticatorRemoval.NotFound));
    }

    [Test]
    public async Task Of_parallel_removals_one_authenticator_stays_when_one_must_stay()
    {
        var ids = new[] { await AddActiveAsync(), await AddActiveAsync(), await AddActiveAsync(), await AddActiveAsync() };
        var answers = await RunAsync(4, i => _store.RemoveAsync(_subject, ids[i], keepLast: true, default));
        Assert.That(answers.Count(a => a == AuthenticatorRemoval.Removed), Is.EqualTo(3));
        Assert.That(answers.Count(a => a == AuthenticatorRemoval.KeptLast), Is.EqualTo(1));
        Assert.That((await _store.GetAsync(_subject, default)).Authenticators.Count(a => a.IsActive), Is.EqualTo(1));
    }

    [Test]
    public async Task An_email_authenticator_does_not_stand_in_for_the_one_that_must_stay()
    {
        var strong = await AddActiveAsync();
        var mail = Pending() with { Method = MfaMethod.Email };
        await AddAsync(mail);
        await _store.TryActivateAsync(_subject, mail.Id, -1, Start, [], default);
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.RemoveAsync(_subject, strong, keepLast: true, default), Is.EqualTo(AuthenticatorRemoval.KeptLast));
            Assert.That(await _store.RemoveAsync(_subject, mail.Id, keepLast: true, default), Is.EqualTo(AuthenticatorRemoval.Removed));
            Assert.That(await _store.RemoveAsync(_subject, strong, keepLast: false, default), Is.EqualTo(AuthenticatorRemoval.RemovedLast));
        });
    }

    [Test]
    public async Task Removing_all_leaves_nothing_of_the_subject()
    {
        await AddActiveAsync();
        await AddAsync(Pending());
        Assert.That(await _store.RemoveAllAsync(_subject, forgetRequirement: true, default), Is.EqualTo(2));
        var set = await _store.GetAsync(_subject, default);
        Assert.That(set.Authenticators, Is.Empty);
        Assert.That(set.RecoveryCodesLeft, Is.Zero);
        Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(0, 0), default), Is.False);
    }

    [Test]
    public async Task A_recovery_code_is_spent_once_by_parallel_callers()
    {
        await AddActiveAsync();
        var spent = await CountTrueAsync(ParallelCalls, _ => _store.TrySpendRecoveryCodeAsync(_subject, Hash(0, 4), default));
        Assert.That(spent, Is.EqualTo(1));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(9));
    }

    [Test]
    public async Task Every_recovery_code_of_ten_is_spent_under_parallel_use()
    {
        await AddActiveAsync();
        var spent = await CountTrueAsync(100, i => _store.TrySpendRecoveryCodeAsync(_subject, Hash(0, i % 10), default));
        Assert.That(spent, Is.EqualTo(10));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.Zero);
    }

    [Test]
    public async Task A_recovery_code_of_another_subject_is_not_spent()
    {
        await AddActiveAsync();
        Assert.That(await _store.TrySpendRecoveryCodeAsync("other", Hash(0, 0), default), Is.False);
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(10));
    }

    [Test]
    public async Task Replacing_recovery_codes_ends_the_old_ones()
    {
        await AddActiveAsync();
        Assert.That(await _store.TryReplaceRecoveryCodesAsync(_subject, Hashes(9, 10), default), Is.True);
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(0, 0), default), Is.False);
            Assert.That(await _store.TrySpendRecoveryCodeAsync(_subject, Hash(9, 0), default), Is.True);
            Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(9));
        });
    }

    [Test]
    public async Task Recovery_codes_are_not_given_to_a_subject_without_an_active_authenticator()
    {
        await AddAsync(Pending());
        Assert.That(await _store.TryReplaceRecoveryCodesAsync(_subject, Hashes(1, 10), default), Is.False);
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.Zero);
    }

    [Test]
    public async Task Of_parallel_replacements_one_whole_set_remains()
    {
        await AddActiveAsync();
        var replaced = await CountTrueAsync(8, i => _store.TryReplaceRecoveryCodesAsync(_subject, Hashes(20 + i, 10), default));
        Assert.That(replaced, Is.EqualTo(8));
        Assert.That((await _store.GetAsync(_subject, default)).RecoveryCodesLeft, Is.EqualTo(10));
    }

    [Test]
    public async Task Since_when_one_is_required_is_told_by_the_first_call_until_the_subject_goes()
    {
        Assert.Multiple(async () =>
        {
            Assert.That(await _store.NoteRequiredAsync(_subject, Start, default), Is.EqualTo(Start));
            Assert.That(await _store.NoteRequiredAsync(_subject, Start.AddDays(3), default), Is.EqualTo(Start));
        });
        await AddActiveAsync();
        Assert.That(await _store.RemoveAllAsync(_subject, forgetRequirement: true, default), Is.EqualTo(1));
        Assert.That(await _store.NoteRequiredAsync(_subject, Start.AddDays(5), default), Is.EqualTo(Start.AddDays(5)));
    }

    [Test]
    public async Task Removing_all_of_a_subject_that_stays_never_makes_its_time_begin_anew()
    {
        await _store.NoteRequiredAsync(_subject, Start, default);
        var id = await AddActiveAsync();
        Assert.That(await _store.RemoveAllAsync(_subject, forgetRequirement: false, default), Is.EqualTo(1));
        Assert.That(await _store.RemoveAllAsync(_subject, forgetRequirement: false, default), Is.Zero);
        Assert.That((await _store.GetAsync(_subject, default)).Authenticators, Is.Empty);
        Assert.That(await _store.TryTouchAsync(id, Start, default), Is.False);
        Assert.That(await _store.NoteRequiredAsync(_subject, Start.AddDays(5), default), Is.EqualTo(Start));
    }

    [Test]
    public async Task Parallel_callers_agree_since_when_one_is_required()
    {
        var answers = await RunAsync(20, i => _store.NoteRequiredAsync(_subject, Start.AddMinutes(i), default));
        Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
    }

    private static byte[] Hash(int set, int index) => System.Security.Cryptography.SHA256.HashData([(byte)set, (byte)index]);

    private static byte[][] Hashes(int set, int count) => [.. Enumerable.Range(0, count).Select(i => Hash(set, i))];

    private static async Task<T[]> RunAsync<T>(int calls, Func<int, ValueTask<T>> call) =>
        await Task.WhenAll(Enumerable.Range(0, calls).Select(i => Task.Run(async () => await call(i))));

    private static async Task<int> CountTrueAsync(int calls, Func<int, ValueTask<bool>> call) =>
        (await RunAsync(calls, call)).Count(isTrue => isTrue);

    private Authenticator Pending(string name = "phone") => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        Subject = _subject,
        Method = MfaMethod.Totp,
        Name = name,
        Protected = [1, 2, 3],
        CreatedAt = Start,
    };

    private ValueTask<bool> AddAsync(Authenticator authenticator) => _store.TryAddAsync(authenticator, 20, Start.AddHours(-1), default);

    private async Task<string> AddActiveAsync()
    {
        var pending = Pending();
        await AddAsync(pending);
        await _store.TryActivateAsync(_subject, pending.Id, -1, Start, Hashes(0, 10), default);
        return pending.Id;
    }
}
