namespace SecurityKit.Sessions;

/// <summary>
/// The events of this package. All carry <see cref="SessionData"/>. Ends of sessions by a timeout raise none: nothing happens at that moment.
/// </summary>
public static class SessionEventTypes
{
    /// <summary>A subject signed in and got a session.</summary>
    public const string Created = "sessions.session.created";

    /// <summary>A sign-in was refused: <c>limit_reached</c> or <c>revoked_meanwhile</c>.</summary>
    public const string Refused = "sessions.session.refused";

    /// <summary>A session was ended; the reason tells why, such as <c>signed_out</c>, <c>evicted</c>, <c>password_changed</c>, <c>refresh_reused</c>.</summary>
    public const string Revoked = "sessions.session.revoked";

    /// <summary>A session got a further factor, and a new token with it.</summary>
    public const string FactorsAdded = "sessions.session.factors_added";

    /// <summary>A refresh token was used and replaced.</summary>
    public const string Refreshed = "sessions.refresh.rotated";

    /// <summary>A used-up refresh token was presented; its session was ended. High severity.</summary>
    public const string RefreshReused = "sessions.refresh.reused";

    /// <summary>A refresh token that renews nothing was presented.</summary>
    public const string RefreshRefused = "sessions.refresh.refused";

    /// <summary>One access token was revoked by itself.</summary>
    public const string TokenRevoked = "sessions.token.revoked";

    /// <summary>A token named a live session and did not have its secret.</summary>
    public const string WrongSecret = "sessions.session.wrong_secret";

    /// <summary>Something was unlike the subject. Reason: the action (<c>allow</c>, <c>step_up</c>, <c>revoke</c>); data: score and signals.</summary>
    public const string Suspicion = "sessions.suspicion.raised";

    /// <summary>
    /// A back-channel receiver could not be told of the end of a session: <c>refused_by_receiver</c>, <c>no_answer</c>, <c>too_many_waiting</c>, or
    /// <c>stopped</c> where the host stopped first.
    /// </summary>
    public const string NotDelivered = "sessions.backchannel.not_delivered";

    /// <summary>The key in <see cref="SecurityEvent.Data"/> for the session's id.</summary>
    public const string SessionData = "session";

    /// <summary>The key in <see cref="SecurityEvent.Data"/> for the name of a back-channel receiver.</summary>
    public const string AudienceData = "audience";

    /// <summary>The key in <see cref="SecurityEvent.Data"/> for the score of a suspicion.</summary>
    public const string ScoreData = "score";

    /// <summary>The key in <see cref="SecurityEvent.Data"/> for the signals of a suspicion, separated by commas.</summary>
    public const string SignalsData = "signals";
}
