namespace SecurityKit.AspNetCore;

/// <summary>
/// On a route: a session whose sign-in was suspicious may come here before its step-up. Everywhere else it is refused with 403
/// <c>step_up_required</c>. For the page or route that does the step-up, and for signing out; nothing else.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowPendingStepUpAttribute : Attribute;
