using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>
/// Finds the strongest Argon2id parameters that stay within a time per hash on this machine: as much memory as allowed first, then passes, within
/// <see cref="PasswordHashingOptions.Limits"/> and never below the OWASP minimum. Run it on a machine as loaded as the host's will be. Thread-safe.
/// </summary>
public sealed class PasswordHashingCalibrator
{
    private const int StepKiB = 1024;
    private const int MaxIterations = 64;
    private const int MaxParallelism = 64;
    private const int MeasurementsEach = 3;

    private readonly HashingCapacity _capacity;
    private readonly Func<Argon2Parameters, TimeSpan>? _measure;
    private readonly TimeProvider _clock;
    private readonly PasswordVerificationLimits _limits;
    private readonly int _maxMemoryKiB;

    internal PasswordHashingCalibrator(
        IOptions<PasswordHashingOptions> options, HashingCapacity capacity, TimeProvider clock,
        Func<Argon2Parameters, TimeSpan>? measure = null)
    {
        var perThread = options.Value.MemoryCapMiB * 1024L / options.Value.EffectiveThreads;
        _maxMemoryKiB = (int)Math.Clamp(perThread, PasswordHashingOptions.OwaspMinMemoryKiB, options.Value.Limits.Argon2MemoryKiB);
        _limits = options.Value.Limits;
        _capacity = capacity;
        _clock = clock;
        _measure = measure;
    }

    /// <summary>Measures and chooses. Takes a few times the target; hashing of others waits for its turn meanwhile.</summary>
    /// <param name="target">The most time one hash may take, 1 ms to 10 s.</param>
    /// <param name="maxMemoryKiB">The most memory of one hash; null for the memory cap shared among the threads.</param>
    /// <param name="parallelism">Lanes, 1 to 64 and within <see cref="PasswordVerificationLimits.Argon2Parallelism"/>.</param>
    /// <param name="cancellationToken">Cancels the measuring.</param>
    /// <returns>The parameters.</returns>
    public async ValueTask<PasswordHashingCalibration> CalibrateAsync(
        TimeSpan target, int? maxMemoryKiB = null, int parallelism = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target, TimeSpan.FromSeconds(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parallelism, Math.Min(MaxParallelism, _limits.Argon2Parallelism));
        var most = Math.Min(maxMemoryKiB ?? _maxMemoryKiB, Math.Min(PasswordHashingOptions.MaxMemoryKiB, _limits.Argon2MemoryKiB));
        ArgumentOutOfRangeException.ThrowIfLessThan(most, PasswordHashingOptions.OwaspMinMemoryKiB, nameof(maxMemoryKiB));

        var memory = most;
        var onePass = await MeasureAsync(memory, 1, parallelism, cancellationToken).ConfigureAwait(false);
        if (onePass > target)
        {
            // Time goes with memory, or a little better since less of it misses the caches: one step down is enough.
            var fitting = (int)(memory * (target / onePass)) / StepKiB * StepKiB;
            memory = Math.Clamp(fitting, PasswordHashingOptions.OwaspMinMemoryKiB, most);
            onePass = await MeasureAsync(memory, 1, parallelism, cancellationToken).ConfigureAwait(false);
        }

        var iterations = (int)Math.Clamp(target / onePass, 1, MostIterations(memory));
        while ((long)memory * iterations < PasswordHashingOptions.OwaspMinMemoryTimesIterationsKiB)
        {
            iterations++;
        }

        var took = await MeasureAsync(memory, iterations, parallelism, cancellationToken).ConfigureAwait(false);
        return new PasswordHashingCalibration(memory, iterations, parallelism, took, target);
    }

    /// <summary>What the host would refuse to verify is of no use, however fast the machine is.</summary>
    private int MostIterations(int memoryKiB) =>
        Math.Max(1, Math.Min(Math.Min(MaxIterations, _limits.Argon2Iterations), _limits.Argon2MemoryTimesIterationsKiB / memoryKiB));

    // The best of a few: what disturbs a measurement only ever makes it longer.
    private async ValueTask<TimeSpan> MeasureAsync(int memoryKiB, int iterations, int parallelism, CancellationToken cancellationToken)
    {
        var parameters = new Argon2Parameters(Argon2Variant.Argon2id, Argon2Parameters.Version13, memoryKiB, iterations, parallelism);
        if (_measure is not null)
        {
            return _measure(parameters);
        }

        using var permit = await _capacity.EnterAsync((int)parameters.MemoryBytes, parallelism, cancellationToken).ConfigureAwait(false);
        return await Task.Factory.StartNew(
            () => Measure(parameters, permit, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private TimeSpan Measure(Argon2Parameters parameters, HashingPermit permit, CancellationToken cancellationToken)
    {
        Span<byte> tag = stackalloc byte[32];
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < MeasurementsEach; i++)
        {
            var started = _clock.GetTimestamp();
            Argon2.Compute(
                parameters, new Argon2Inputs { Password = "calibration"u8, Salt = "calibrationsalt!"u8 }, permit.Memory, permit.Threads, tag, cancellationToken);
            var took = _clock.GetElapsedTime(started);
            best = took < best ? took : best;
        }

        return best;
    }
}
