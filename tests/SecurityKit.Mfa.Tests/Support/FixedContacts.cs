namespace SecurityKit.Mfa.Tests.Support;

internal sealed class FixedContacts : ISubjectContacts
{
    public ValueTask<string?> GetEmailAsync(string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>($"{subject}@mail.example");
}
