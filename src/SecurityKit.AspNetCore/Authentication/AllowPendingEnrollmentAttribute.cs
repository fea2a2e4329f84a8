namespace SecurityKit.AspNetCore;

/// <summary>
/// On a route: a session that is good for nothing but setting up a further factor may come here. Everywhere else it is refused with 403
/// <c>mfa_required</c>. For the pages or routes that set one up, and for signing out; nothing else. Ask <see cref="EnrollmentRule"/> there.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowPendingEnrollmentAttribute : Attribute;
