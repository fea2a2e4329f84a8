using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto.Tests.Passwords;

public sealed class PasswordHashingCalibratorTests
{
    [TestCase(250, 1, ExpectedResult = "m=131072,t=1", Description = "a slow machine: all memory, one pass")]
    [TestCase(250, 10, ExpectedResult = "m=131072,t=8", Description = "a fast machine: passes on top, as many as a stored hash may ask for")]
    [TestCase(50, 1, ExpectedResult = "m=51200,t=1", Description = "less time: less memory, above the minimum")]
    [TestCase(20, 1, ExpectedResult = "m=20480,t=2", Description = "too little time: the minimum all the same")]
    [TestCase(1, 1, ExpectedResult = "m=7168,t=5", Description = "never below the minimum")]
    public async Task<string> As_much_memory_as_fits_and_then_passes(int milliseconds, int mebibytesPerMillisecond)
    {
        var calibrator = new PasswordHashingCalibrator(
            Options.Create(new PasswordHashingOptions { MaxThreads = 1 }), new HashingCapacity(1 << 30, 1), TimeProvider.System,
            parameters => TimeSpan.FromMilliseconds((double)parameters.MemoryKiB * parameters.Iterations / 1024 / mebibytesPerMillisecond));
        var result = await calibrator.CalibrateAsync(TimeSpan.FromMilliseconds(milliseconds));
        var options = new PasswordHashingOptions { MemoryKiB = result.MemoryKiB, Iterations = result.Iterations };
        Assert.That(options.MeetsOwaspMinimum, Is.True);
        Assert.That(new PasswordHashingOptionsValidator().Validate(null, options).Succeeded, Is.True, "a host starts with it");
        Assert.That(result.IsWithinTarget, Is.EqualTo(result.Took <= TimeSpan.FromMilliseconds(milliseconds)));
        return $"m={result.MemoryKiB},t={result.Iterations}";
    }

    [Test]
    public async Task The_real_measurement_takes_time_and_stays_within_the_memory_asked_for()
    {
        using var host = new PasswordHashingHost();
        var result = await host.Get<PasswordHashingCalibrator>().CalibrateAsync(TimeSpan.FromMilliseconds(5), maxMemoryKiB: 8192);
        Assert.That(result.Took, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(result.MemoryKiB, Is.InRange(7168, 8192));
    }

    [Test]
    public async Task What_is_found_is_never_more_than_the_host_verifies([Values(1, 16, 1000)] int mebibytesPerMillisecond, [Values(8192, 131_072, 1_048_576)] int maxMemoryKiB)
    {
        var given = new PasswordHashingOptions { MaxThreads = 1 };
        var calibrator = new PasswordHashingCalibrator(
            Options.Create(given), new HashingCapacity(1 << 30, 1), TimeProvider.System,
            parameters => TimeSpan.FromMilliseconds((double)parameters.MemoryKiB * parameters.Iterations / 1024 / mebibytesPerMillisecond));
        var result = await calibrator.CalibrateAsync(TimeSpan.FromSeconds(10), maxMemoryKiB);
        var found = new PasswordHashingOptions { MemoryKiB = result.MemoryKiB, Iterations = result.Iterations };
        Assert.That(new PasswordHashingOptionsValidator().Validate(null, found).Failures ?? [], Is.Empty);
        Assert.That(async () => await calibrator.CalibrateAsync(TimeSpan.FromSeconds(1), parallelism: given.Limits.Argon2Parallelism + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Less_memory_than_the_minimum_is_refused()
    {
        using var host = new PasswordHashingHost();
        Assert.That(
            async () => await host.Get<PasswordHashingCalibrator>().CalibrateAsync(TimeSpan.FromMilliseconds(5), maxMemoryKiB: 1024),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
