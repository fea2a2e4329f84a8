namespace SecurityKit;

/// <summary>Where a subject can be told what happened to its account, for packages that must know without knowing where accounts are kept.</summary>
public interface ISubjectContacts
{
    /// <summary>The confirmed e-mail address of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The address; null for an unknown subject or one without a confirmed address.</returns>
    ValueTask<string?> GetEmailAsync(string subject, CancellationToken cancellationToken);
}
