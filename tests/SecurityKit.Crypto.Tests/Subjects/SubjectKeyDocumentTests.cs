using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

/// <summary>What a store hands back is outside bytes: it may be old, changed, or another subject's.</summary>
[TestFixture]
public sealed class SubjectKeyDocumentTests
{
    private static readonly string Handle = new('a', SubjectHandles.HandleLength);
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private TestCrypto _crypto = null!;
    private SubjectKeyWrapping _wrapping = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestSubjects.CreateAsync();
        _wrapping = _crypto.Services.GetRequiredService<SubjectKeyWrapping>();
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public void Any_change_or_cut_of_the_stored_bytes_is_read_as_written_refused_or_does_not_unwrap()
    {
        var whole = Document().ToBytes();
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[i] ^= 0x01;
            AssertRefusedOrHarmless(changed);
            AssertRefusedOrHarmless(whole[..i]);
        }
    }

    [Test]
    public void Any_bytes_are_refused_with_the_one_exception() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            SubjectKeyDocument.Parse(bytes, Handle);
            return false;
        }
        catch (SecurityKitException)
        {
            return true;
        }
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Another_subjects_row_is_refused_and_its_wrapped_key_does_not_unwrap_here()
    {
        var other = Document();
        var mine = new string('b', SubjectHandles.HandleLength);

        Assert.Throws<SecurityKitException>(() => SubjectKeyDocument.Parse(other.ToBytes(), mine));
        var moved = _wrapping.Open(new StoredSubjectKeys(mine, 1, (other with { Handle = mine }).ToBytes()), 0);
        Assert.That(moved.Unwrapped, Is.Empty);
        Assert.Throws<KeyUnwrapException>(() => _ = moved.Current);
    }

    [Test]
    public void A_wrapped_key_does_not_unwrap_as_another_version_or_age()
    {
        var document = Document();
        var key = document.Keys[0];
        foreach (var changed in new[] { key with { Version = 7 }, key with { CreatedAt = key.CreatedAt.AddTicks(1) }, key with { Algorithm = EncryptionAlgorithm.Aes256Gcm } })
        {
            Assert.That(_wrapping.Open(new StoredSubjectKeys(Handle, 1, (document with { Keys = [changed] }).ToBytes()), 0).Unwrapped, Is.Empty);
        }
    }

    [Test]
    public void Replaying_any_erasures_in_any_order_any_number_of_times_ends_in_the_same_history_and_without_the_erased_keys() => Prop.ForAll<byte, byte[]>((count, order) =>
    {
        var erasures = Enumerable.Range(0, 1 + (count % 5)).Select(i => NewErasure(i)).ToArray();
        var document = SubjectKeyDocument.Empty(Handle) with { Keys = [.. erasures.SelectMany(e => e.Keys).Select(ToKey)] };
        var replayed = erasures.Concat(order.Select(i => erasures[i % erasures.Length]))
            .OrderBy(e => HashCode.Combine(e.Id, order.Length))
            .Aggregate(document, (d, e) => d.Replayed(e) ?? d);

        return replayed.Erasures.Select(e => e.Id).SequenceEqual(erasures.Select(e => e.Id))
            && replayed.Keys.Count == 0
            && erasures.All(e => replayed.Replayed(e) is null);
    }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void A_key_given_on_purpose_after_a_known_erasure_survives_the_replay_of_that_one_and_of_earlier_ones()
    {
        var (first, second) = (NewErasure(0), NewErasure(1));
        var anew = ToKey(new SubjectKeyInfo(KeyId.New().ToString(), 9, Start.AddDays(9)));
        var document = SubjectKeyDocument.Empty(Handle) with { Keys = [anew], Erasures = [second] };

        Assert.That(document.Replayed(second), Is.Null);
        var withFirst = document.Replayed(first)!;
        Assert.That(withFirst.Keys, Is.EqualTo(new[] { anew }));
        Assert.That(withFirst.Erasures.Select(e => e.Id), Is.EqualTo(new[] { first.Id, second.Id }));
    }

    [Test]
    public void A_key_that_was_made_without_the_tombstone_being_seen_goes_with_the_replay_and_is_named()
    {
        var erasure = NewErasure(0);
        var unseen = ToKey(new SubjectKeyInfo(KeyId.New().ToString(), 1, Start.AddDays(30)));

        var replayed = (SubjectKeyDocument.Empty(Handle) with { Keys = [unseen] }).Replayed(erasure)!;

        Assert.That(replayed.State, Is.EqualTo(SubjectState.Erased));
        Assert.That(replayed.Erasures.Single().Keys.Select(k => k.KeyId), Does.Contain(unseen.Id));
    }

    private static SubjectErasure NewErasure(int day) => new()
    {
        Id = Guid.CreateVersion7(Start.AddDays(day)),
        ErasedAt = Start.AddDays(day),
        Reason = "test",
        Keys = [new SubjectKeyInfo(KeyId.New().ToString(), day + 1, Start.AddDays(day - 1))],
    };

    private static SubjectKeyRecord ToKey(SubjectKeyInfo info) => new()
    {
        Id = info.KeyId, Version = info.Version, CreatedAt = info.CreatedAt, Algorithm = SubjectKeyWrapping.Algorithm, Wrapped = [1],
    };

    private void AssertRefusedOrHarmless(byte[] content)
    {
        SubjectKeySet keys;
        try
        {
            keys = _wrapping.Open(new StoredSubjectKeys(Handle, 1, content), 0);
        }
        catch (SecurityKitException)
        {
            return;
        }

        // What can still be read is the key as it was made: nothing an outsider changed makes another key of it.
        Assert.That(keys.Unwrapped.All(k => k.Algorithm == SubjectKeyWrapping.Algorithm), Is.True);
        keys.Leave();
    }

    private SubjectKeyDocument Document() => SubjectKeyDocument.Empty(Handle).Adding(_wrapping.Create(Handle, 1, Start));
}
