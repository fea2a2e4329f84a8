using SecurityKit.Samples.Portal.Tests.Browser;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests;

/// <summary>Ends what the tests share.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await SharedBrowser.StopAsync();
        PortalProcess.StopShared();
    }
}
