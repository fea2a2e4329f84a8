namespace SecurityKit.AspNetCore;

/// <summary>The stable <c>code</c> values of the kit's problem details. Clients branch on these, never on the texts beside them.</summary>
public static class ProblemCodes
{
    /// <summary>400: the body or a parameter breaks a rule; <c>errors</c> names each input and its rule.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>400: the password is refused by the password policy; <c>errors</c> says why.</summary>
    public const string WeakPassword = "weak_password";

    /// <summary>400: the proof of the client's key (DPoP) is missing where it is required, or not good for this request.</summary>
    public const string InvalidProof = "invalid_dpop_proof";

    /// <summary>400: the proof must carry the nonce of the <c>DPoP-Nonce</c> header.</summary>
    public const string UseProofNonce = "use_dpop_nonce";

    /// <summary>401: the request carries no credential, or one that is not valid (any more).</summary>
    public const string AuthenticationRequired = "authentication_required";

    /// <summary>401: user name and password do not belong together. The same for names that do not exist.</summary>
    public const string InvalidCredentials = "invalid_credentials";

    /// <summary>401: the code is wrong, was used before, or has expired.</summary>
    public const string InvalidCode = "invalid_code";

    /// <summary>401: the challenge token is not valid (any more); sign in again.</summary>
    public const string InvalidChallenge = "invalid_challenge";

    /// <summary>401: the refresh token is not valid, or was used before, in which case its whole family is revoked.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>403: a second factor must be set up before this can be used.</summary>
    public const string MfaRequired = "mfa_required";

    /// <summary>403: this needs a second factor given more recently than the session's; see the step-up route.</summary>
    public const string StepUpRequired = "step_up_required";

    /// <summary>403: who asks may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>403: a request that carries the session cookie lacks a valid anti-forgery token, or comes from another site.</summary>
    public const string AntiforgeryFailed = "antiforgery_failed";

    /// <summary>404: there is no such thing, or it is not the caller's to see.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the path exists, but not for this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>409: the name or address is in use.</summary>
    public const string NameTaken = "name_taken";

    /// <summary>409: the present state does not allow it.</summary>
    public const string Conflict = "conflict";

    /// <summary>413: the body is larger than this route takes.</summary>
    public const string TooLarge = "too_large";

    /// <summary>415: the body is not JSON in UTF-8.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>423: sign-in is locked for a while after failures; <c>Retry-After</c> says how long.</summary>
    public const string Locked = "locked";

    /// <summary>429: too many attempts; <c>Retry-After</c> says how long to wait.</summary>
    public const string Throttled = "throttled";

    /// <summary>500: an error of the server's. Nothing of its cause is told.</summary>
    public const string InternalError = "internal_error";

    /// <summary>503: a store cannot be reached. Nothing is granted meanwhile.</summary>
    public const string Unavailable = "unavailable";
}
