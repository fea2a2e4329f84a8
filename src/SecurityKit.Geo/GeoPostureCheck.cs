namespace SecurityKit.Geo;

/// <summary>Networks change hands: an old file sees travel where there is none, and none where there is.</summary>
internal sealed class GeoPostureCheck(GeoDatabase database) : IPostureCheck
{
    public string Id => "geo.database";

    public async ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SecurityKitConfigurationException)
        {
            // The condition says it.
        }

        var condition = database.Condition;
        var status = condition switch
        {
            { IsFresh: false } => PostureStatus.Failed,
            { Refusal: not null } => PostureStatus.Partial,
            _ => PostureStatus.Passed,
        };
        return new PostureFinding(
            Id, "The file that says where networks are is not older than it may be", status, condition.Evidence,
            status == PostureStatus.Passed ? string.Empty : "Put a newer file in its place, and have that done again and again: its makers bring out one every week or month.",
            Weight: 3);
    }
}
