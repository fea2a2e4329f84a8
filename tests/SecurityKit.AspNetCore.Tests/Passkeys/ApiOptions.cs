using System.Net;
using System.Text.Json;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>What a prompt of the API says.</summary>
public sealed record ApiOptions(JsonElement Json)
{
    public string Challenge => Json.GetProperty("challenge").GetString()!;

    public string? UserHandle => Json.TryGetProperty("user", out var user) ? user.GetProperty("id").GetString() : null;

    public static async Task<ApiOptions> AskAsync(ApiClient client, string path, object? body = null) =>
        new((await client.PostAsync(path + "/options", body)).Expect(HttpStatusCode.OK).Json.GetProperty("options"));
}
