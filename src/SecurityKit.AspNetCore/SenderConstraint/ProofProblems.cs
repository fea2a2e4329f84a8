using Microsoft.AspNetCore.Http;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>What a client hears whose proof was refused at a request for tokens (RFC 9449, sections 5 and 8).</summary>
internal static class ProofProblems
{
    internal static SecurityProblem Of(DpopStatus status) => status == DpopStatus.NonceRequired
        ? new SecurityProblem(StatusCodes.Status400BadRequest, ProblemCodes.UseProofNonce, "Make a new proof with the nonce of the 'DPoP-Nonce' header.")
        : new SecurityProblem(
            StatusCodes.Status400BadRequest, ProblemCodes.InvalidProof,
            "A proof of the client's key is missing, or the one in the 'DPoP' header is not good for this request.");
}
