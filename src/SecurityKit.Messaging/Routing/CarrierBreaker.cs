namespace SecurityKit.Messaging;

/// <summary>
/// Stops asking a carrier that fails: after five failures in a row, calls fail at once for half a minute; then one call tries again.
/// Refusals of single messages are no failures. Thread-safe.
/// </summary>
internal sealed class CarrierBreaker(TimeProvider clock)
{
    private const int FailuresUntilOpen = 5;
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;

    /// <summary>Throws while the carrier is not to be asked.</summary>
    internal void Enter(string carrier)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_failures >= FailuresUntilOpen && now < _closedUntil)
            {
                throw new MessageNotSentException($"The {carrier} failed {_failures} times in a row and is left alone for a while.");
            }

            if (_failures >= FailuresUntilOpen)
            {
                // This call tries; the others wait for its answer.
                _closedUntil = now + OpenTime;
            }
        }
    }

    internal void Succeeded()
    {
        lock (_gate)
        {
            _failures = 0;
        }
    }

    internal void Failed()
    {
        lock (_gate)
        {
            _failures++;
            _closedUntil = clock.GetUtcNow() + OpenTime;
        }
    }
}
