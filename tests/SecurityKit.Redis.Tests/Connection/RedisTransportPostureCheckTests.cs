namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisTransportPostureCheckTests
{
    [TestCase("redis:6379,ssl=true,password=hunter2", PostureStatus.Passed)]
    [TestCase("127.0.0.1:6379,password=hunter2", PostureStatus.Passed)]
    [TestCase("localhost:6379", PostureStatus.Partial)]
    [TestCase("redis:6379,password=hunter2", PostureStatus.Partial)]
    [TestCase("redis:6379,ssl=true", PostureStatus.Partial)]
    [TestCase("localhost:6379,redis:6379", PostureStatus.Failed)]
    public async Task Transport_IsJudgedByTheConnectionString(string connectionString, PostureStatus expected)
    {
        var finding = await new RedisTransportPostureCheck(new RedisChoice(connectionString)).CheckAsync(default);

        Assert.That(finding.Status, Is.EqualTo(expected));
        Assert.That(finding.ToString(), Does.Not.Contain("hunter2"));
    }
}
