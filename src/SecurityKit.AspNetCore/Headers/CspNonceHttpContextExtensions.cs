using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>The nonce of one response: 144 random bits, made at the first request for it.</summary>
public static class CspNonceHttpContextExtensions
{
    private const int NonceBytes = 18;

    private static readonly object Key = new();

    /// <summary>The nonce that this response's content security policy names. Put it on the inline scripts and styles you wrote; never on markup that holds input.</summary>
    /// <param name="context">The request.</param>
    /// <returns>24 characters of base64.</returns>
    public static string GetCspNonce(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items.TryGetValue(Key, out var present) && present is string nonce)
        {
            return nonce;
        }

        Span<byte> bytes = stackalloc byte[NonceBytes];
        RandomNumberGenerator.Fill(bytes);
        nonce = Convert.ToBase64String(bytes);
        context.Items[Key] = nonce;
        return nonce;
    }
}
