namespace SecurityKit.Sessions;

/// <summary>What an access token says, once its signature has been verified.</summary>
public sealed record AccessTokenClaims
{
    /// <summary>Who issued it (<c>iss</c>).</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom it is for (<c>aud</c>).</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Who acts with it (<c>sub</c>).</summary>
    public required string Subject { get; init; }

    /// <summary>The session it belongs to (<c>sid</c>).</summary>
    public required SessionId SessionId { get; init; }

    /// <summary>Its own id (<c>jti</c>).</summary>
    public required string TokenId { get; init; }

    /// <summary>When it was issued (<c>iat</c>), UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>From when on it is good (<c>nbf</c>), UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>When it expires (<c>exp</c>), UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How the subject had proven who it is when the token was issued (<c>amr</c>, RFC 8176).</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The assurance level then (<c>acr</c>: <c>aal1</c>, <c>aal2</c>, <c>aal3</c>).</summary>
    public required AssuranceLevel Level { get; init; }

    /// <summary>When the latest factor had been proven (<c>auth_time</c>), UTC.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>The thumbprint of the key the token is bound to (<c>cnf.jkt</c>, RFC 9449); null for a bearer token.</summary>
    public string? KeyThumbprint { get; init; }
}
