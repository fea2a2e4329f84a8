using System.Security.Cryptography;

namespace SecurityKit.Mfa.Tests.Totp;

[TestFixture]
public sealed class TotpGeneratorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 10, TimeSpan.Zero);

    [TestCase(0, 0, true)]
    [TestCase(0, -1, false)]
    [TestCase(0, 1, false)]
    [TestCase(1, -1, true)]
    [TestCase(1, 1, true)]
    [TestCase(1, -2, false)]
    [TestCase(1, 2, false)]
    public void A_code_counts_inside_the_window_only(int window, int stepsAway, bool isFound)
    {
        using var generator = Create(out _);
        var code = generator.ComputeCode(Now.AddSeconds(30 * stepsAway));
        Assert.That(generator.FindStep(code, Now, window), Is.EqualTo(isFound ? generator.StepAt(Now) + stepsAway : null));
    }

    [TestCase("")]
    [TestCase("12345")]
    [TestCase("1234567")]
    [TestCase("12345a")]
    [TestCase("-12345")]
    [TestCase("+12345")]
    [TestCase(" 12345")]
    [TestCase("１２３４５６")]
    [TestCase("٠١٢٣٤٥")]
    public void Anything_but_six_ascii_digits_is_not_found(string code)
    {
        using var generator = Create(out _);
        Assert.That(generator.FindStep(code, Now, 1), Is.Null);
    }

    [Test]
    public void Of_two_steps_with_the_same_code_the_newest_is_found()
    {
        // Searched for: a secret whose codes repeat inside a window of ten steps.
        for (var seed = 0; seed < 200_000; seed++)
        {
            var secret = new byte[20];
            BitConverter.TryWriteBytes(secret, seed);
            using var generator = new TotpGenerator(secret, TotpParameters.Default);
            var present = generator.StepAt(Now);
            var codes = Enumerable.Range(-10, 21).ToLookup(i => generator.Truncate(present + i) % 1_000_000, i => present + i);
            if (codes.FirstOrDefault(group => group.Count() > 1) is { } repeated)
            {
                Assert.That(generator.FindStep(repeated.Key.ToString("D6"), Now, 10), Is.EqualTo(repeated.Max()));
                return;
            }
        }

        Assert.Fail("No repeated code among 200,000 secrets.");
    }

    [Test]
    public void The_first_seconds_of_the_epoch_have_a_window_without_a_past()
    {
        using var generator = Create(out _);
        var start = DateTimeOffset.UnixEpoch;
        Assert.That(generator.FindStep(generator.ComputeCode(start), start, 1), Is.Zero);
        Assert.That(() => generator.FindStep("123456", start.AddSeconds(-1), 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Finding_a_step_allocates_nothing()
    {
        using var generator = Create(out _);
        generator.FindStep("000000", Now, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            generator.FindStep("000000", Now, 1);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCase(9)]
    [TestCase(129)]
    public void A_secret_of_unsafe_or_absurd_length_is_refused(int bytes) =>
        Assert.That(() => new TotpGenerator(new byte[bytes], TotpParameters.Default), Throws.ArgumentException);

    [Test]
    public void Parameters_that_are_none_are_refused() =>
        Assert.That(() => new TotpGenerator(new byte[20], default), Throws.ArgumentException);

    [TestCase(TotpAlgorithm.Sha1, 5, 30)]
    [TestCase(TotpAlgorithm.Sha1, 7, 30)]
    [TestCase(TotpAlgorithm.Sha1, 6, 14)]
    [TestCase(TotpAlgorithm.Sha1, 6, 301)]
    [TestCase(TotpAlgorithm.Sha1, 6, 30.5)]
    [TestCase((TotpAlgorithm)9, 6, 30)]
    public void Parameters_out_of_range_are_refused(TotpAlgorithm algorithm, int digits, double seconds) =>
        Assert.That(() => new TotpParameters(algorithm, digits, TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static TotpGenerator Create(out byte[] secret)
    {
        secret = RandomNumberGenerator.GetBytes(20);
        return new TotpGenerator(secret, TotpParameters.Default);
    }
}
