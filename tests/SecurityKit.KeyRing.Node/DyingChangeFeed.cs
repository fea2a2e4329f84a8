using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal sealed class DyingChangeFeed(IChangeFeed inner, DeadlySteps steps) : IChangeFeed
{
    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (notice.Key == KeyRingNames.Data)
        {
            steps.Reach("before-publish");
        }

        await inner.PublishAsync(notice, cancellationToken);
    }

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange) => inner.Subscribe(topic, onChange);
}
