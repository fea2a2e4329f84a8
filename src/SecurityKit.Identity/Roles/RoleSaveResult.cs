namespace SecurityKit.Identity;

/// <summary>How saving a role ended.</summary>
public enum RoleSaveResult
{
    /// <summary>It would have been its own ancestor.</summary>
    Cycle = 0,

    /// <summary>A parent does not exist.</summary>
    UnknownParent,

    /// <summary>It is in force.</summary>
    Saved,
}
