using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>
/// An authenticator and the browser before it, as WebAuthn describes them: ES256, no attestation. Everything a thief might bend can be bent.
/// </summary>
public sealed class SoftAuthenticator : IDisposable
{
    public const string Domain = "contoso.example";

    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte BackupEligible = 0x08;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "https://" + Domain;

    public string RelyingPartyId { get; set; } = Domain;

    public bool IsInFrameOfAnotherSite { get; set; }

    public bool VerifiesUser { get; set; } = true;

    /// <summary>Whether the key may be copied; such authenticators have no counter.</summary>
    public bool IsSynced { get; init; }

    public uint Counter { get; set; }

    /// <summary>What the person is known by, from the registration.</summary>
    public string? UserHandle { get; set; }

    /// <summary>Answers a registration prompt.</summary>
    public object Register(ApiOptions options)
    {
        UserHandle = options.UserHandle;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] publicKey = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] credential = [.. new byte[16], 0, (byte)_id.Length, .. _id, .. publicKey];
        byte[] data = [.. Head(HasCredential), .. credential];
        byte[] attestation = [0xA3, .. Word("fmt"), .. Word("none"), .. Word("attStmt"), 0xA0, .. Word("authData"), 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return Answer(new
        {
            clientDataJSON = Base64Url.EncodeToString(ClientData("webauthn.create", options)),
            attestationObject = Base64Url.EncodeToString(attestation),
            transports = new[] { "internal" },
        });
    }

    /// <summary>Answers a prompt for use.</summary>
    public object Use(ApiOptions options)
    {
        if (!IsSynced)
        {
            Counter++;
        }

        var data = Head(0);
        var clientData = ClientData("webauthn.get", options);
        byte[] signed = [.. data, .. SHA256.HashData(clientData)];
        return Answer(new
        {
            clientDataJSON = Base64Url.EncodeToString(clientData),
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            userHandle = UserHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Word(string word) => [(byte)(0x60 + word.Length), .. Encoding.ASCII.GetBytes(word)];

    private object Answer(object response) => new
    {
        id = Base64Url.EncodeToString(_id), rawId = Base64Url.EncodeToString(_id), type = "public-key", response,
        authenticatorAttachment = "platform", clientExtensionResults = new { },
    };

    private byte[] Head(byte more)
    {
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(RelyingPartyId), head);
        head[32] = (byte)(UserPresent | (VerifiesUser ? UserVerified : 0) | (IsSynced ? BackupEligible : 0) | more);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), Counter);
        return head;
    }

    private byte[] ClientData(string type, ApiOptions options) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = options.Challenge, origin = Origin, crossOrigin = IsInFrameOfAnotherSite });
}
