namespace SecurityKit.Identity;

/// <summary>Whether an account may sign in.</summary>
public enum AccountStatus
{
    /// <summary>It may not. Also the value of an account nobody has decided about.</summary>
    Disabled = 0,

    /// <summary>It may.</summary>
    Active = 1,
}
