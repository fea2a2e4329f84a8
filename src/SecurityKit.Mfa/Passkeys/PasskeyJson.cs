using System.Text.Json.Serialization;

namespace SecurityKit.Mfa;

/// <summary>The form in which a passkey is kept.</summary>
[JsonSerializable(typeof(PasskeyCredential))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
