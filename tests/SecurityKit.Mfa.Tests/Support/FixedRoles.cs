namespace SecurityKit.Mfa.Tests.Support;

internal sealed class FixedRoles : ISubjectRoles
{
    internal Dictionary<string, string[]> Roles { get; } = [];

    public ValueTask<IReadOnlyCollection<string>> GetRolesAsync(string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<string>>(Roles.GetValueOrDefault(subject, []));
}
