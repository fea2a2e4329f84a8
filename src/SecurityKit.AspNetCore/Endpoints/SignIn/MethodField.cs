using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>The field <c>method</c>: one of the methods a code proves. Passkeys have routes of their own.</summary>
internal static class MethodField
{
    private static readonly string[] Names = [.. Enum.GetValues<MfaMethod>().Where(method => method != MfaMethod.Passkey).Select(MfaMethods.NameOf)];

    internal static MfaMethod Read(IFieldReader fields) => MfaMethods.TryParse(fields.Choice("method", Names), out var method) ? method : default;
}
