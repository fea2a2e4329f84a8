namespace SecurityKit.Identity.Tests;

/// <summary>Knows what it is told about everybody's second factor, or nothing.</summary>
internal sealed class SwitchedFactors : ISubjectFactors
{
    internal bool HasFactor { get; set; }

    internal bool IsDown { get; set; }

    public ValueTask<bool> HasSecondFactorAsync(string subject, CancellationToken cancellationToken) =>
        IsDown ? throw new StoreUnavailableException("The store is away.") : ValueTask.FromResult(HasFactor);
}
