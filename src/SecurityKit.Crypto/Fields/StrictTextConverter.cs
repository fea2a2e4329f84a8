using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityKit.Crypto;

/// <summary>Refuses text with half a surrogate pair, which the writer would replace without a word.</summary>
internal sealed class StrictTextConverter : JsonConverter<string>
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        _ = StrictUtf8.GetByteCount(value);
        writer.WriteStringValue(value);
    }
}
