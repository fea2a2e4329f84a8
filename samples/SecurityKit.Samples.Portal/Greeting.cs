namespace SecurityKit.Samples.Portal;

/// <summary>What the console says once the portal serves.</summary>
internal static class Greeting
{
    internal static void Write(TextWriter console, ICollection<string> addresses, string dataFolder, bool isDevelopment)
    {
        var address = addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        console.WriteLine(
            $"""
            The SecurityKit portal is ready.

              Pages      {address}/
              JSON API   {address}/api/v1/security    (try {address}/api/v1/security/health)
              Console    {address}/security    (after signing in)
              Data       {dataFolder}
            {(isDevelopment ? $"  Messages   {address}/outbox    (development: nothing is sent)" : string.Empty)}
            Stop it with Ctrl+C.
            """);
    }
}
