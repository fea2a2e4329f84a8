namespace SecurityKit.AspNetCore;

/// <summary>A pending authenticator whose first code is on its way to <paramref name="Destination"/>, which is masked.</summary>
internal sealed record AuthenticatorIdAnswer(string AuthenticatorId, string Destination);
