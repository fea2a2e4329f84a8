namespace SecurityKit.AspNetCore;

/// <summary>Whether <c>UseSecurityKit</c> was called.</summary>
internal sealed class PipelineState
{
    internal bool IsInPlace { get; set; }
}
