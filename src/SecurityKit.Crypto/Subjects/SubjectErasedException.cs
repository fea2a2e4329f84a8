namespace SecurityKit.Crypto;

/// <summary>
/// The subject's key was destroyed on purpose. Nothing is encrypted for the subject any more; <see cref="ISubjectKeyManager.ReEnrollAsync"/> gives it a
/// new key, under which the earlier data stays unreadable.
/// </summary>
public sealed class SubjectErasedException : SecurityKitException
{
    /// <summary>Creates the exception. The message does not name the subject.</summary>
    public SubjectErasedException()
        : base("The subject was erased: its key is destroyed, and none is made again unless it is enrolled anew on purpose (ISubjectKeyManager.ReEnrollAsync).")
    {
    }
}
