using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Successful answers.</summary>
internal static class Answer
{
    internal static IResult Ok<T>(T body, JsonTypeInfo<T> type) => TypedResults.Json(body, type, statusCode: StatusCodes.Status200OK);

    internal static IResult Created<T>(T body, JsonTypeInfo<T> type) => TypedResults.Json(body, type, statusCode: StatusCodes.Status201Created);

    internal static IResult NoContent() => TypedResults.NoContent();

    internal static IResult Accepted() => TypedResults.StatusCode(StatusCodes.Status202Accepted);
}
