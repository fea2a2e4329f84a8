namespace SecurityKit.Identity;

/// <summary>
/// Decides what a subject may do. Denies by default: an unknown subject, role, permission, scope or condition grants nothing.
/// Works on a snapshot in memory that is at most one second old on every node; when the store cannot be reached for longer,
/// <see cref="StoreUnavailableException"/>. Thread-safe.
/// </summary>
public sealed class PermissionEvaluator : ISubjectRoles
{
    private readonly AccessCache _cache;
    private readonly IOperationContextAccessor _operation;
    private readonly TimeProvider _clock;

    internal PermissionEvaluator(AccessCache cache, IOperationContextAccessor operation, TimeProvider clock)
    {
        _cache = cache;
        _operation = operation;
        _clock = clock;
    }

    /// <summary>Whether a subject has a permission, now, with the operation's address and no further facts.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="permission">The permission, <c>resource:action</c>, matched as a whole.</param>
    /// <param name="scope">Where, such as <c>project:42</c>; <see langword="null"/> asks for a permission that holds everywhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it has.</returns>
    public ValueTask<bool> HasPermissionAsync(
        string subject, string permission, string? scope = null, CancellationToken cancellationToken = default)
    {
        var snapshot = _cache.GetAsync(cancellationToken);
        return snapshot.IsCompletedSuccessfully
            ? ValueTask.FromResult(Decide(snapshot.Result, subject, permission, scope, attributes: null).IsGranted)
            : AwaitAsync(snapshot, subject, permission, scope);
    }

    /// <summary>Whether a subject has a permission, and by what.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="permission">The permission.</param>
    /// <param name="scope">Where; as above.</param>
    /// <param name="attributes">Facts the host vouches for, for conditions.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The decision.</returns>
    public async ValueTask<PermissionDecision> EvaluateAsync(
        string subject, string permission, string? scope, IReadOnlyDictionary<string, string>? attributes, CancellationToken cancellationToken = default)
    {
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        return Decide(snapshot, subject, permission, scope, attributes);
    }

    /// <summary>The permissions a subject has now within a scope, in ordinal order.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="scope">Where; <see langword="null"/>: those that hold everywhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The permissions.</returns>
    public async ValueTask<IReadOnlyList<string>> GetPermissionsAsync(
        string subject, string? scope = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        PermissionContext? context = null;
        return [.. snapshot.Of(subject).Grants
            .Where(grant => grant.IsLive(now) && grant.Covers(scope) && Holds(grant, now, null, ref context))
            .SelectMany(grant => snapshot.Roles.PermissionsOf(grant.Assignment.Role))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The roles of a subject's live assignments, inherited ones included, in any scope and whatever their conditions: for what is
    /// demanded of holders of a role. What a role allows is <see cref="HasPermissionAsync"/>'s to say.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Role names; empty for an unknown subject.</returns>
    public async ValueTask<IReadOnlyCollection<string>> GetRolesAsync(string subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        return [.. snapshot.Of(subject).Grants
            .Where(grant => grant.IsLive(now))
            .SelectMany(grant => snapshot.Roles.SelfAndAncestors(grant.Assignment.Role))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A subject's clearance; <see cref="SensitivityLevel.Public"/> for one nobody has cleared.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The clearance.</returns>
    public async ValueTask<SensitivityLevel> GetClearanceAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var snapshot = await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        return snapshot.Of(subject).Clearance;
    }

    /// <summary>Whether a subject's clearance reaches a level.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="level">The data's level.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it does.</returns>
    public async ValueTask<bool> HasClearanceAsync(string subject, SensitivityLevel level, CancellationToken cancellationToken = default) =>
        SensitivityLevels.Allows(await GetClearanceAsync(subject, cancellationToken).ConfigureAwait(false), level);

    private async ValueTask<bool> AwaitAsync(ValueTask<AccessSnapshot> snapshot, string subject, string permission, string? scope) =>
        Decide(await snapshot.ConfigureAwait(false), subject, permission, scope, attributes: null).IsGranted;

    private PermissionDecision Decide(
        AccessSnapshot snapshot, string subject, string permission, string? scope, IReadOnlyDictionary<string, string>? attributes)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(permission);
        var now = _clock.GetUtcNow();
        PermissionContext? context = null;
        foreach (var grant in snapshot.Of(subject).Grants)
        {
            if (grant.IsLive(now) && grant.Covers(scope) && snapshot.Roles.Allows(grant.Assignment.Role, permission)
                && Holds(grant, now, attributes, ref context))
            {
                return new PermissionDecision(true, grant.Assignment.Id);
            }
        }

        return default;
    }

    private bool Holds(
        SubjectAccess.Grant grant, DateTimeOffset now, IReadOnlyDictionary<string, string>? attributes, ref PermissionContext? context)
    {
        if (grant.Condition is null)
        {
            return true;
        }

        context ??= new PermissionContext { Now = now, RemoteAddress = _operation.Current.RemoteAddress };
        if (attributes is not null && !ReferenceEquals(context.Attributes, attributes))
        {
            context = context with { Attributes = attributes };
        }

        return grant.Condition(context);
    }
}
