using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Turns the values of fields into bytes and back. A value keeps its JSON type.</summary>
internal sealed class FieldValues
{
    private readonly JsonSerializerOptions _json;

    public FieldValues(IOptions<FieldOptions> options)
    {
        _json = new JsonSerializerOptions
        {
            Converters = { new StrictTextConverter() },
            TypeInfoResolver = JsonTypeInfoResolver.Combine([FieldJson.Default, .. options.Value.TypeInfoResolvers]),
        };
        _json.MakeReadOnly();
    }

    internal byte[] ToJson<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    /// <exception cref="DecryptionFailedException">It is the value of another type.</exception>
    internal T FromJson<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeOf<T>())!;
        }
        catch (JsonException)
        {
            throw new DecryptionFailedException();
        }
    }

    private JsonTypeInfo<T> TypeOf<T>() =>
        _json.TryGetTypeInfo(typeof(T), out var type)
            ? (JsonTypeInfo<T>)type
            : throw new InvalidOperationException(
                $"The type {typeof(T)} cannot be encrypted yet: add a source-generated JsonSerializerContext that has it to FieldOptions.TypeInfoResolvers.");
}
