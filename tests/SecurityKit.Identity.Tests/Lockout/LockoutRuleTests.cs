namespace SecurityKit.Identity.Tests;

public sealed class LockoutRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly LockoutRule Rule = new LockoutOptions().ToRule();

    [Test]
    public void Failures_FartherApartThanTheWindow_DoNotAddUp()
    {
        LockoutState? state = null;
        for (var i = 0; i < 10; i++)
        {
            var (decision, next) = Rule.Begin(state, Start.AddMinutes(31 * i));
            Assert.That(decision.LocksNow, Is.False);
            state = next;
        }
    }

    [Test]
    public void SlowGuessing_IsHeldToTheDailyLimit()
    {
        LockoutState? state = null;
        var allowed = 0;
        for (var minute = 0; minute < 24 * 60; minute += 8)
        {
            var (decision, next) = Rule.Begin(state, Start.AddMinutes(minute));
            allowed += decision.IsAllowed ? 1 : 0;
            state = next ?? state;
        }

        Assert.That(allowed, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public void FourGuessesAWindow_ForAWholeDay_AreHeldToTheDailyLimit()
    {
        LockoutState? state = null;
        var allowed = 0;
        for (var window = 0; window < 46; window++)
        {
            for (var guess = 0; guess < 4; guess++)
            {
                var (decision, next) = Rule.Begin(state, Start.AddMinutes((31 * window) + guess));
                allowed += decision.IsAllowed ? 1 : 0;
                state = next ?? state;
            }
        }

        Assert.That(allowed, Is.EqualTo(20));
    }

    [Test]
    public void Locks_NeverLastLongerThanTheMaximum_AndAreForgottenAfterIt()
    {
        var rule = Rule with { MaxFailuresPerDay = 1000 };
        LockoutState? state = null;
        var now = Start;
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 200; i++)
        {
            var (decision, next) = rule.Begin(state, now);
            state = next ?? state;
            longest = decision.RetryAfter > longest ? decision.RetryAfter : longest;
            now += decision.IsAllowed ? TimeSpan.Zero : decision.RetryAfter;
        }

        Assert.That(longest, Is.EqualTo(TimeSpan.FromHours(24)));
        now = state!.LockedUntil + TimeSpan.FromHours(24);
        (_, state) = rule.Begin(state, now);
        Assert.That(state!.Locks, Is.Zero);
    }
}
