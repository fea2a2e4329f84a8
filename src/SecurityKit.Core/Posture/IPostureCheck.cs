namespace SecurityKit;

/// <summary>One live question about how safely this host is set up, answered with evidence.</summary>
public interface IPostureCheck
{
    /// <summary>Stable id, dotted and lower case.</summary>
    string Id { get; }

    /// <summary>Looks now and answers.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The finding.</returns>
    ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken);
}
