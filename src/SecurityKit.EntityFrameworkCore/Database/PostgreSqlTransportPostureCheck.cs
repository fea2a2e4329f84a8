using System.Net;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Is what travels to the database server protected, and is the server the right one?</summary>
internal sealed class PostgreSqlTransportPostureCheck(DatabaseChoice choice) : IPostureCheck
{
    private const int Weight = 7;

    public string Id => "database.postgresql.transport";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(choice.ConnectionString);
        var isLocal = (connection.Host ?? string.Empty).Split(',').All(IsLocal);
        var status = isLocal || connection.SslMode == SslMode.VerifyFull ? PostureStatus.Passed
            : connection.SslMode is SslMode.VerifyCA or SslMode.Require ? PostureStatus.Partial
            : PostureStatus.Failed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "The connection to PostgreSQL is encrypted and its server verified.",
            status,
            isLocal ? "The server is on this machine." : $"SSL Mode is {connection.SslMode}.",
            status == PostureStatus.Passed ? string.Empty : "Write SSL Mode=VerifyFull into the connection string.",
            Weight));
    }

    private static bool IsLocal(string host)
    {
        var name = host.Trim();
        return name.StartsWith('/')
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
