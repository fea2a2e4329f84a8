using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class PostureTests
{
    [TestCase(100, "A+")]
    [TestCase(97, "A+")]
    [TestCase(96.999, "A")]
    [TestCase(93, "A")]
    [TestCase(92.9, "A-")]
    [TestCase(90, "A-")]
    [TestCase(89.9, "B+")]
    [TestCase(87, "B+")]
    [TestCase(86.9, "B")]
    [TestCase(83, "B")]
    [TestCase(82.9, "B-")]
    [TestCase(80, "B-")]
    [TestCase(79.9, "C+")]
    [TestCase(77, "C+")]
    [TestCase(76.9, "C")]
    [TestCase(73, "C")]
    [TestCase(72.9, "C-")]
    [TestCase(70, "C-")]
    [TestCase(69.999, "D")]
    [TestCase(0, "D")]
    public void Letter_FollowsTheScore(double score, string letter) => Assert.That(PostureRating.LetterFor(score), Is.EqualTo(letter));

    [TestCase(-0.1)]
    [TestCase(100.1)]
    [TestCase(double.NaN)]
    public void Letter_OfWhatIsNoScore_IsMisuse(double score) =>
        Assert.That(() => PostureRating.LetterFor(score), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task Evaluate_WithoutChecks_IsNoPass()
    {
        var report = await EvaluateAsync();

        Assert.That((report.Rating, report.Score), Is.EqualTo(("D", 0d)));
    }

    [Test]
    public async Task Evaluate_WeighsChecksAndCountsPartialOnesHalf()
    {
        var report = await EvaluateAsync(
            new Check("a", PostureStatus.Passed, 6), new Check("b", PostureStatus.Partial, 2), new Check("c", PostureStatus.Failed, 2));

        Assert.That((report.Score, report.Rating), Is.EqualTo((70d, "C-")));
        Assert.That(report.Findings.Select(f => f.CheckId), Is.EqualTo(new[] { "c", "b", "a" }), "the worst first");
    }

    [Test]
    public async Task CheckThatThrows_CountsAsFailedAndSaysNoSecret()
    {
        var report = await EvaluateAsync(new Check("a", PostureStatus.Passed, 10), new ThrowingCheck());

        Assert.That(report.Score, Is.EqualTo(50));
        Assert.That(report.Findings[0].Status, Is.EqualTo(PostureStatus.Failed));
        Assert.That(report.Findings[0].ToString(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void Finding_IsFailedUnlessItSaysOtherwise() => Assert.That(default(PostureStatus), Is.EqualTo(PostureStatus.Failed));

    [TestCase(0)]
    [TestCase(11)]
    [TestCase(-5)]
    public async Task WeightOutsideItsRange_CannotMoveTheScoreBeyondIt(int weight)
    {
        var report = await EvaluateAsync(new Check("a", PostureStatus.Passed, weight), new Check("b", PostureStatus.Failed, 10));

        Assert.That(report.Score, Is.InRange(0, 50));
    }

    [Test]
    public async Task StoresInMemory_AreFoundAndLastingOnesPass()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit();
        Assert.That((await FindingAsync(services)).Status, Is.EqualTo(PostureStatus.Failed));

        services.AddStore<ICounterStore, LastingCounterStore>(StorePriority.Database);
        var partly = await FindingAsync(services);
        Assert.That(partly.Status, Is.EqualTo(PostureStatus.Partial));
        Assert.That(partly.Evidence, Does.Contain("ILeaseStore").And.Not.Contain("ICounterStore"));

        services.AddStore<ILeaseStore, LastingLeaseStore>(StorePriority.Database);
        services.AddStore<IChangeFeed, LastingChangeFeed>(StorePriority.Database);
        services.AddStore<ISecurityEventStore, LastingEventStore>(StorePriority.Database);
        Assert.That((await FindingAsync(services)).Status, Is.EqualTo(PostureStatus.Passed));
    }

    private static async Task<PostureFinding> FindingAsync(IServiceCollection services)
    {
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<PostureEvaluator>().EvaluateAsync();
        return report.Findings.Single(finding => finding.CheckId == "core.stores.lasting");
    }

    private static async Task<PostureReport> EvaluateAsync(params IPostureCheck[] checks) => await new PostureEvaluator(checks).EvaluateAsync();

    private sealed class LastingEventStore : ISecurityEventStore
    {
        public ValueTask AppendAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<SecurityEvent>> QueryAsync(SecurityEventQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<int> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class LastingChangeFeed : IChangeFeed
    {
        public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IDisposable Subscribe(string topic, Func<ChangeNotice, CancellationToken, ValueTask> onChange) => throw new NotSupportedException();
    }

    private sealed class Check(string id, PostureStatus status, int weight) : IPostureCheck
    {
        public string Id => id;

        public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new PostureFinding(id, "title", status, "evidence", "advice", weight));
    }

    private sealed class ThrowingCheck : IPostureCheck
    {
        public string Id => "test.throws";

        public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("password=hunter2");
    }
}
