using FsCheck;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class CounterKeyTests
{
    [Test]
    public void ScopeWithAColon_IsRefusedSoThatKeysCannotRunIntoEachOther() =>
        Assert.That(() => new CounterKey("a:b", "c"), Throws.ArgumentException);

    [Test]
    public void EmptyScopeOrNoId_IsRefused()
    {
        Assert.That(() => new CounterKey(string.Empty, "c"), Throws.ArgumentException);
        Assert.That(() => new CounterKey("a", null!), Throws.ArgumentNullException);
    }

    [FsCheck.NUnit.Property]
    public bool KeysThatDiffer_HaveTextsThatDiffer(NonNull<string> one, NonNull<string> other) =>
        one.Get == other.Get || new CounterKey("a", one.Get).ToString() != new CounterKey("a", other.Get).ToString();

    [TestCase(0, 1)]
    [TestCase(-1, 1)]
    [TestCase(1001, 1)]
    [TestCase(1, 0)]
    [TestCase(1, -1)]
    [TestCase(1, (31 * 24 * 60) + 1)]
    public void LimitOutsideItsRange_IsRefused(int permits, int minutes) =>
        Assert.That(() => new CounterLimit(permits, TimeSpan.FromMinutes(minutes)), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
