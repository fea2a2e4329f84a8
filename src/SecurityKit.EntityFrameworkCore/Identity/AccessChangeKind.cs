namespace SecurityKit.EntityFrameworkCore;

/// <summary>What one change concerned. The numbers are stored.</summary>
internal enum AccessChangeKind
{
    Role = 0,
    Subject = 1,
    Everything = 2,
}
