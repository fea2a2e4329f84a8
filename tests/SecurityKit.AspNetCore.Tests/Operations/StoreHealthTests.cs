using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore.Tests.Operations;

/// <summary>A store that does not answer is named by the check of its name, and by no other.</summary>
[TestFixture]
public sealed class StoreHealthTests
{
    [TestCase(typeof(ILockoutStore), "securitykit.lockouts")]
    [TestCase(typeof(IActionTokenStore), "securitykit.action_tokens")]
    [TestCase(typeof(IMfaChallengeStore), "securitykit.challenges")]
    [TestCase(typeof(IOneTimeCodeStore), "securitykit.one_time_codes")]
    [TestCase(typeof(ITrustedDeviceStore), "securitykit.trusted_devices")]
    [TestCase(typeof(ISessionStatisticsStore), "securitykit.session_statistics")]
    public async Task AStoreThatIsDown_IsNamed(Type store, string check)
    {
        var down = SwitchableStore.Of(store);
        await using var host = await KitHost.StartAsync(new KitHostSetup { Services = services => services.AddSingleton(store, down) });
        using var client = host.Client();
        var healthy = (await client.GetAsync("/health")).Expect(HttpStatusCode.OK).Json.GetProperty("entries");
        Assert.That(healthy.GetProperty(check).GetProperty("status").GetString(), Is.EqualTo("healthy"));

        ((SwitchableStore)down).IsDown = true;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        var entries = (await client.GetAsync("/health")).Expect(HttpStatusCode.ServiceUnavailable).Json.GetProperty("entries");
        Assert.That(
            entries.EnumerateObject().Where(e => e.Value.GetProperty("status").GetString() == "unhealthy").Select(e => e.Name), Is.EqualTo(new[] { check }));
    }

    /// <summary>A store of any kind: empty, until a test takes it away.</summary>
    public class SwitchableStore : DispatchProxy
    {
        public bool IsDown { get; set; }

        public static object Of(Type store) => Create(store, typeof(SwitchableStore));

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            IsDown ? throw new StoreUnavailableException("the store", new TimeoutException()) : Activator.CreateInstance(targetMethod!.ReturnType);
    }
}
