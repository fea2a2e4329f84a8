using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

public sealed class FrequentClockTests
{
    [Test]
    public async Task OverTheSystemsClock_IsBetweenTwoReadingsOfIt_ExceptForTheGrainOfTheTickCounter()
    {
        var grain = TimeSpan.FromMilliseconds(100).Ticks;
        var clock = new FrequentClock(TimeProvider.System);
        for (var i = 0; i < 20; i++)
        {
            var before = TimeProvider.System.GetUtcNow().UtcTicks;
            var read = clock.UtcTicks;
            var after = TimeProvider.System.GetUtcNow().UtcTicks;

            Assert.That(read, Is.InRange(before - grain, after + grain));
            await Task.Delay(TimeSpan.FromMilliseconds(70), TimeProvider.System);
        }
    }

    [Test]
    public void OverAnyOtherClock_IsThatClock()
    {
        var given = new ManualClock();
        var clock = new FrequentClock(given);
        var before = clock.UtcTicks;
        given.Advance(TimeSpan.FromTicks(7));

        Assert.That(clock.UtcTicks - before, Is.EqualTo(7));
    }
}
