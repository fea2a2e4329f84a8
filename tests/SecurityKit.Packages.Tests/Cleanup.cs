namespace SecurityKit.Packages.Tests;

[SetUpFixture]
public sealed class Cleanup
{
    [OneTimeTearDown]
    public void DeleteFeed() => PackedFeed.Delete();
}
