using Microsoft.AspNetCore.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>A subject and its passkeys, as ASP.NET Core's passkey handler wants to see a user.</summary>
internal sealed record PasskeyHolder(string Subject, IReadOnlyList<UserPasskeyInfo> Passkeys);
