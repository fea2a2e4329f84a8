using Microsoft.Extensions.Primitives;

namespace SecurityKit.AspNetCore;

/// <summary>The <c>WWW-Authenticate</c> values of a 401: the schemes there are (RFC 6750, RFC 9449 section 7.1), and what was wrong with the one used.</summary>
internal static class Challenges
{
    private const string Bearer = "Bearer";
    private const string Proof = "DPoP algs=\"ES256\"";

    internal static StringValues Of(CredentialFailure? failure) => failure switch
    {
        null => new StringValues([Bearer, Proof]),
        { Status: CredentialStatus.NonceRequired } => Proof + ", error=\"use_dpop_nonce\"",
        { Status: CredentialStatus.InvalidProof } => Proof + ", error=\"invalid_dpop_proof\"",
        { IsWithProof: true } => Proof + ", error=\"invalid_token\"",
        _ => Bearer + " error=\"invalid_token\"",
    };
}
