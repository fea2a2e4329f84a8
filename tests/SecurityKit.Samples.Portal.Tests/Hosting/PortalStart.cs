using System.Globalization;
using System.Net;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>Waits for a portal that was started.</summary>
internal static class PortalStart
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <param name="http">A client whose base address is the portal's.</param>
    /// <param name="process">The portal.</param>
    internal static async Task WaitAsync(HttpClient http, ChildServer process)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync($"{PortalProcess.ApiPrefix}/health");
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            if (TimeProvider.System.GetElapsedTime(started) > Limit || !IsRunning(process))
            {
                throw new InvalidOperationException("The portal did not start: " + process.Output);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static bool IsRunning(ChildServer process)
    {
        var status = $"/proc/{process.ProcessId.ToString(CultureInfo.InvariantCulture)}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
    }
}
