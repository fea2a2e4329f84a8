namespace SecurityKit.AspNetCore;

/// <summary>The new account's subject.</summary>
internal sealed record RegistrationAnswer(string Subject);
