using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisRegistrationTests
{
    [Test]
    public void UseRedis_WinsOverTheDefaultsWhateverTheOrder()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseRedis("localhost:1").UseRedis("localhost:1").Services.AddSecurityKit();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ICounterStore>(), Is.TypeOf<RedisCounterStore>());
        Assert.That(provider.GetRequiredService<ILeaseStore>(), Is.TypeOf<RedisLeaseStore>());
        Assert.That(provider.GetRequiredService<IChangeFeed>(), Is.TypeOf<RedisChangeFeed>());
    }

    [Test]
    public void TwoServers_AreRefusedByName()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseRedis("a:1").UseRedis("b:1");
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<ICounterStore>(),
            Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("More than one Redis"));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("localhost,ssl=perhaps,password=hunter2")]
    public void MalformedConnectionString_IsRefusedWithoutQuotingIt(string connectionString)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddSecurityKit().UseRedis(connectionString));

        Assert.That(refusal!.ToString(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void Options_HaveTheStatedDefaults()
    {
        var options = new RedisOptions();

        Assert.That(
            (options.KeyPrefix, options.OperationTimeout, options.ConnectTimeout, options.BreakDuration),
            Is.EqualTo(("sk:", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500))));
        Assert.That(new RedisOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    [Test]
    public void Options_OutsideTheirRanges_AreRefusedByName()
    {
        var result = new RedisOptionsValidator().Validate(null, new RedisOptions
        {
            KeyPrefix = "a{b}",
            OperationTimeout = TimeSpan.FromMilliseconds(49),
            ConnectTimeout = TimeSpan.FromSeconds(31),
            BreakDuration = TimeSpan.FromMilliseconds(499),
        });

        Assert.That(result.Failures, Is.EqualTo(new[]
        {
            "SecurityKit:Redis:KeyPrefix must have 1 to 64 characters and no braces. Write for example \"sk:\".",
            "SecurityKit:Redis:OperationTimeout is 00:00:00.0490000; it must be between 00:00:00.0500000 and 00:00:30. Write for example \"00:00:01\".",
            "SecurityKit:Redis:ConnectTimeout is 00:00:31; it must be between 00:00:00.0500000 and 00:00:30. Write for example \"00:00:02\".",
            "SecurityKit:Redis:BreakDuration is 00:00:00.4990000; it must be between 00:00:00.5000000 and 00:00:30. Write for example \"00:00:00.5\".",
        }));
    }

    [Test]
    public void Options_AreValidatedBeforeTheyAreUsed()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseRedis("localhost:1", options => options.KeyPrefix = string.Empty);
        using var provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IOptions<RedisOptions>>().Value, Throws.TypeOf<OptionsValidationException>());
    }
}
