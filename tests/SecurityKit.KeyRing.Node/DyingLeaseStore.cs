using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal sealed class DyingLeaseStore(ILeaseStore inner, DeadlySteps steps) : ILeaseStore
{
    private const string OfData = "crypto.keyring." + KeyRingNames.Data;

    public async ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var lease = await inner.TryAcquireAsync(name, owner, duration, cancellationToken);
        Reach("after-lease", name);
        return lease;
    }

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        Reach("before-release", lease.Name);
        await inner.ReleaseAsync(lease, cancellationToken);
    }

    private void Reach(string step, string name)
    {
        if (name == OfData)
        {
            steps.Reach(step);
        }
    }
}
