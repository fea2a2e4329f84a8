using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecurityKit.AspNetCore;

/// <summary>Reads a request body as one JSON object within limits; whatever is wrong with it is an answer, not an exception.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the body.</summary>
    /// <returns>The body, or the problem; exactly one of the two.</returns>
    internal static async ValueTask<(TBody? Body, SecurityProblem? Problem)> ReadAsync<TBody>(HttpContext context, int maxBytes)
        where TBody : class, IRequestBody<TBody>
    {
        if (!IsJson(context.Request.ContentType))
        {
            return (null, ProblemMap.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        if (context.Request.ContentLength > maxBytes)
        {
            return (null, TooLarge(maxBytes));
        }

        var reader = context.Request.BodyReader;
        var buffer = await BufferAsync(reader, maxBytes, context.RequestAborted).ConfigureAwait(false);
        try
        {
            return buffer.Length > maxBytes ? (null, TooLarge(maxBytes)) : Parse<TBody>(buffer);
        }
        finally
        {
            reader.AdvanceTo(buffer.End);
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> BufferAsync(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted || result.Buffer.Length > maxBytes)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static (TBody? Body, SecurityProblem? Problem) Parse<TBody>(ReadOnlySequence<byte> json)
        where TBody : class, IRequestBody<TBody>
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, Malformed("wrong_type", "The body must be a JSON object."));
            }

            var fields = new JsonFieldReader(document.RootElement);
            var body = TBody.Read(fields);
            return fields.Problems.Count == 0 ? (body, null) : (null, SecurityProblem.InvalidRequest(fields.Problems));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a property name with half a surrogate pair, met while names are compared.
            return (null, Malformed(
                "malformed", $"The body must be one well-formed JSON object, at most {MaxDepth} levels deep, that names each field once."));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    private static SecurityProblem Malformed(string code, string rule) => SecurityProblem.InvalidRequest(new InputProblem("body", code, rule));

    private static SecurityProblem TooLarge(int maxBytes) => new(
        StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, $"The body is larger than the {maxBytes} bytes this route takes.");
}
