using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa;

/// <summary>
/// Sent codes: per subject and method, per destination, and for numbers per range, so that nobody earns money with premium numbers or
/// floods somebody else's phone. Destinations and ranges are counted apart while they are being set up: there anybody names any, and must not be able
/// to use up what the owner's sign-in needs. All or nothing: a refused delivery takes no permit. Guesses are not counted here.
/// </summary>
internal sealed class DeliveryBudget(ICounterStore counters, IKeyedHasher hasher, IOptionsMonitor<MfaOptions> options)
{
    /// <summary>Takes one delivery; null when there was room.</summary>
    internal async ValueTask<TimeSpan?> TryTakeAsync(Authenticator authenticator, string destination, CancellationToken cancellationToken)
    {
        var taken = new List<CounterKey>();
        foreach (var (key, limit) in LimitsOf(authenticator, destination))
        {
            var decision = await counters.TryTakeAsync(key, limit, 1, cancellationToken).ConfigureAwait(false);
            if (!decision.Taken)
            {
                foreach (var earlier in taken)
                {
                    await counters.GiveBackAsync(earlier, 1, cancellationToken).ConfigureAwait(false);
                }

                return decision.RetryAfter;
            }

            taken.Add(key);
        }

        return null;
    }

    private IEnumerable<(CounterKey Key, CounterLimit Limit)> LimitsOf(Authenticator authenticator, string destination)
    {
        var budgets = options.CurrentValue.Budgets;
        var name = MfaMethods.NameOf(authenticator.Method);
        var purpose = authenticator.IsActive ? "delivery" : "enrollment";
        yield return (new CounterKey($"mfa.delivery.{name}", authenticator.Subject), new CounterLimit(budgets.Deliveries, budgets.DeliveryWindow));
        yield return (
            new CounterKey($"mfa.{purpose}.destination", IndexOf(destination)),
            new CounterLimit(budgets.DeliveriesPerDestination, budgets.DeliveryWindow));
        if (authenticator.Method == MfaMethod.Sms)
        {
            yield return (
                new CounterKey($"mfa.{purpose}.range", IndexOf(Destinations.RangeOf(destination))),
                new CounterLimit(budgets.DeliveriesPerRange, budgets.DeliveryWindow));
        }
    }

    private string IndexOf(string text) => Convert.ToHexStringLower(hasher.Index("mfa.delivery", Encoding.UTF8.GetBytes(text)));
}
