using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// WebAuthn by ASP.NET Core's passkey handler, over the kit's stores. The domain and the origins come from the options alone, never from the
/// request: whoever can send a Host header chooses neither.
/// </summary>
internal sealed class IdentityPasskeyProtocol(IOptionsMonitor<MfaOptions> options) : IPasskeyProtocol
{
    private const int ChallengeBytes = 32;
    private const string Required = "required";

    public async ValueTask<PasskeyPrompt> PromptRegistrationAsync(
        PasskeyOwner owner, IReadOnlyList<PasskeyCredential> existing, CancellationToken cancellationToken)
    {
        using var users = UsersOf((subject, _) => ValueTask.FromResult<PasskeyHolder?>(HolderOf(subject, existing)));
        var entity = new PasskeyUserEntity { Id = owner.Subject, Name = owner.AccountName, DisplayName = owner.AccountName };
        var made = await HandlerOf(users).MakeCreationOptionsAsync(entity, new DefaultHttpContext()).ConfigureAwait(false);
        return new PasskeyPrompt(made.CreationOptionsJson, StateOf(made.AttestationState));
    }

    public async ValueTask<PasskeyPrompt> PromptUseAsync(
        string? subject, IReadOnlyList<PasskeyCredential> credentials, CancellationToken cancellationToken)
    {
        var holder = subject is null ? null : HolderOf(subject, credentials);
        using var users = UsersOf((_, _) => ValueTask.FromResult(holder));
        var made = await HandlerOf(users).MakeRequestOptionsAsync(holder, new DefaultHttpContext()).ConfigureAwait(false);
        return new PasskeyPrompt(made.RequestOptionsJson, StateOf(made.AssertionState));
    }

    public async ValueTask<PasskeyCredential?> VerifyRegistrationAsync(string state, string credentialJson, CancellationToken cancellationToken)
    {
        using var users = UsersOf((_, _) => ValueTask.FromResult<PasskeyHolder?>(null));
        var context = new PasskeyAttestationContext { CredentialJson = credentialJson, AttestationState = state, HttpContext = new DefaultHttpContext() };
        var result = await HandlerOf(users).PerformAttestationAsync(context).ConfigureAwait(false);
        return result is { Succeeded: true, Passkey: { IsUserVerified: true } passkey }
            ? new PasskeyCredential(
                passkey.CredentialId, passkey.PublicKey, passkey.SignCount, passkey.Transports ?? [], passkey.IsBackupEligible, passkey.IsBackedUp)
            : null;
    }

    public async ValueTask<PasskeyAssertion?> VerifyUseAsync(
        string state, string credentialJson, Func<string, CancellationToken, ValueTask<IReadOnlyList<PasskeyCredential>>> credentialsOf,
        CancellationToken cancellationToken)
    {
        StoreUnavailableException? outage = null;
        using var users = UsersOf(async (subject, _) =>
        {
            try
            {
                var credentials = await credentialsOf(subject, cancellationToken).ConfigureAwait(false);
                return credentials.Count == 0 ? null : HolderOf(subject, credentials);
            }
            catch (StoreUnavailableException exception)
            {
                // The handler turns every exception into a refusal; that a store is away is none.
                outage = exception;
                throw;
            }
        });
        var context = new PasskeyAssertionContext { CredentialJson = credentialJson, AssertionState = state, HttpContext = new DefaultHttpContext() };
        var result = await HandlerOf(users).PerformAssertionAsync(context).ConfigureAwait(false);
        if (outage is not null)
        {
            throw new StoreUnavailableException(outage.Store, outage);
        }

        return result is { Succeeded: true, User: { } holder, Passkey: { } passkey }
            ? new PasskeyAssertion(holder.Subject, passkey.CredentialId, passkey.SignCount)
            : null;
    }

    private static string StateOf(string? state) => state ?? throw new InvalidOperationException("The passkey handler made a prompt without state.");

    private static PasskeyHolder HolderOf(string subject, IReadOnlyList<PasskeyCredential> credentials) =>
        new(subject, [.. credentials.Select(InfoOf)]);

    /// <summary>
    /// The counter is given as 0, so that the handler reports the one of the answer without judging it: the kit's store compares and spends it
    /// in one atomic step.
    /// </summary>
    private static UserPasskeyInfo InfoOf(PasskeyCredential credential) => new(
        credential.CredentialId, credential.PublicKey, createdAt: default, signCount: 0, [.. credential.Transports], isUserVerified: true,
        credential.IsBackupEligible, credential.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static UserManager<PasskeyHolder> UsersOf(Func<string, CancellationToken, ValueTask<PasskeyHolder?>> find) => new(
        new PasskeyHolderStore(find), Options.Create(new IdentityOptions()), new PasswordHasher<PasskeyHolder>(), [], [],
        new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), services: null!, NullLogger<UserManager<PasskeyHolder>>.Instance);

    private PasskeyHandler<PasskeyHolder> HandlerOf(UserManager<PasskeyHolder> users)
    {
        var passkeys = options.CurrentValue.Passkeys;
        var domain = passkeys.RelyingPartyId ?? throw new InvalidOperationException($"{MfaOptions.Section}:Passkeys:RelyingPartyId is not set.");
        var settings = new IdentityPasskeyOptions
        {
            ServerDomain = domain,
            AuthenticatorTimeout = passkeys.PromptLifetime,
            ChallengeSize = ChallengeBytes,
            UserVerificationRequirement = Required,
            ResidentKeyRequirement = Required,
            AttestationConveyancePreference = "none",
            ValidateOrigin = claimed => ValueTask.FromResult(!claimed.CrossOrigin && passkeys.Allows(claimed.Origin)),
        };
        return new PasskeyHandler<PasskeyHolder>(users, Options.Create(settings));
    }
}
