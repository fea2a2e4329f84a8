namespace SecurityKit.Cli;

/// <summary>A question that has been answered already, by a look from outside or by the host itself.</summary>
internal sealed class KnownFinding(PostureFinding finding) : IPostureCheck
{
    public string Id => finding.CheckId;

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(finding);
}
