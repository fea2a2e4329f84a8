using SecurityKit.Crypto.Tests.Passwords;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Telemetry;

public sealed class CryptoSpanTests
{
    [Test]
    public async Task HashingAPassword_IsTraced_WithoutThePasswordAndTheHash()
    {
        using var spans = new SpanRecorder("SecurityKit.Crypto");
        using var host = new PasswordHashingHost();
        var hash = await host.Hasher.HashAsync("correct-horse-42");
        await host.Hasher.VerifyAsync(hash, "correct-horse-42");
        Assert.That(spans.Outcomes, Is.EqualTo(new[] { "securitykit.password.hash", "securitykit.password.verify" }));
        Assert.That(spans.Spans.Select(s => s.GetTagItem("securitykit.algorithm")), Is.All.Contains("argon2"));
        Assert.That(spans.Everything, Does.Not.Contain("correct").And.Not.Contain(hash));
    }

    [Test]
    public async Task ReadingAndChangingAKeyRing_IsTraced_WithItsName()
    {
        using var spans = new SpanRecorder("SecurityKit.Crypto");
        await using var crypto = await TestCrypto.CreateAsync(new ManualClock());
        await crypto.KeyRings.RotateAsync(KeyRingNames.Data, "the reason");
        Assert.That(spans.Outcomes, Has.Member("securitykit.keyring.refresh Done").And.Member("securitykit.keyring.change " + CryptoEventTypes.KeyCreated));
        Assert.That(spans.Spans.Select(s => s.GetTagItem("securitykit.ring")), Has.Member(KeyRingNames.Data).And.None.Null);
        Assert.That(spans.Everything, Does.Not.Contain("the reason"));
    }

    [Test]
    public async Task AnOperationThatThrows_EndsItsSpanAsAnError()
    {
        using var spans = new SpanRecorder("SecurityKit.Crypto");
        using var host = new PasswordHashingHost();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(async () => await host.Hasher.HashAsync("correct-horse-42", cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(spans.Spans.Single().Status, Is.EqualTo(System.Diagnostics.ActivityStatusCode.Error));
        Assert.That(spans.Spans.Single().StatusDescription, Does.EndWith("CanceledException"));
    }
}
