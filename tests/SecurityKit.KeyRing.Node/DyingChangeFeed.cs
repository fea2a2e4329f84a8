using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal sealed class DyingChangeFeed(IChangeFeed inner, DeadlySteps steps) : IChangeFeed
{
    private const string SubjectTopic = "crypto.subject";

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (notice.Key == KeyRingNames.Data || notice.Topic == SubjectTopic)
        {
            steps.Reach("before-publish");
        }

        await inner.PublishAsync(notice, cancellationToken);
    }

    public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange) => inner.Subscribe(topic, onChange);
}
