namespace SecurityKit.Identity;

/// <summary>What one change concerned.</summary>
internal enum AccessChange
{
    Role = 0,
    Subject = 1,
    Everything = 2,
}
