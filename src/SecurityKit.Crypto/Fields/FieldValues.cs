using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>Turns the values of fields into bytes and back. A value keeps its JSON type.</summary>
internal sealed class FieldValues
{
    private readonly JsonSerializerOptions _json;
    private readonly CryptoMetrics _metrics;
    private readonly ILogger<FieldCipher> _logger;

    public FieldValues(IOptions<FieldOptions> options, CryptoMetrics metrics, ILogger<FieldCipher> logger)
    {
        _metrics = metrics;
        _logger = logger;
        _json = new JsonSerializerOptions
        {
            Converters = { new StrictTextConverter() },
            TypeInfoResolver = JsonTypeInfoResolver.Combine([FieldJson.Default, .. options.Value.TypeInfoResolvers]),
        };
        _json.MakeReadOnly();
    }

    internal byte[] ToJson<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    /// <exception cref="DecryptionFailedException">It is the value of another type.</exception>
    internal T FromJson<T>(ReadOnlySpan<byte> json, string ring, FieldPlace place)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeOf<T>())!;
        }
        catch (JsonException)
        {
            _metrics.Failed(DecryptionFailure.WrongType, ring);
            CryptoLog.FieldOfWrongType(_logger, DecryptionFailure.WrongType, typeof(T).Name, place);
            throw new DecryptionFailedException();
        }
    }

    private JsonTypeInfo<T> TypeOf<T>() =>
        _json.TryGetTypeInfo(typeof(T), out var type)
            ? (JsonTypeInfo<T>)type
            : throw new InvalidOperationException(
                $"The type {typeof(T)} cannot be encrypted yet: add a source-generated JsonSerializerContext that has it to FieldOptions.TypeInfoResolvers.");
}
