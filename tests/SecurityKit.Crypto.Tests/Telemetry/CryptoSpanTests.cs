using SecurityKit.Crypto.Tests.Passwords;
using SecurityKit.Crypto.Tests.Subjects;
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
    public async Task WhatIsDoneToASubjectsKeys_IsTraced_WithoutTheSubjectAndTheReason()
    {
        var clock = new ManualClock();
        await using var crypto = await TestSubjects.CreateAsync(clock);
        var subjects = crypto.Services.Subjects();
        using var spans = new SpanRecorder("SecurityKit.Crypto");
        await crypto.Services.Encryptor().EncryptAsync("ada-lovelace", new byte[] { 1 });
        await subjects.RotateAsync("ada-lovelace", "the reason");
        await subjects.RotateAsync("nobody", "the reason");
        await subjects.RewrapKeysAsync();
        await subjects.FindAsync("ada-lovelace");
        await subjects.EraseAsync("ada-lovelace", "the reason");
        await subjects.EraseAsync("ada-lovelace", "the reason");
        await subjects.ReEnrollAsync("ada-lovelace", "the reason");

        Assert.That(
            spans.Outcomes.Where(o => o.StartsWith("securitykit.subject_keys", StringComparison.Ordinal) && !o.Contains(".load", StringComparison.Ordinal)),
            Is.EqualTo(new[]
            {
                "securitykit.subject_keys.create Done",
                "securitykit.subject_keys.rotate Done",
                "securitykit.subject_keys.rotate None",
                "securitykit.subject_keys.rewrap None",
                "securitykit.subject_keys.find Active",
                "securitykit.subject_keys.erase Erased",
                "securitykit.subject_keys.erase ErasedBefore",
                "securitykit.subject_keys.re_enroll Done",
            }));
        Assert.That(spans.Outcomes, Has.Member("securitykit.subject_keys.load None").And.Member("securitykit.subject_keys.load Found"));
        Assert.That(spans.Everything, Does.Not.Contain("ada").And.Not.Contain("nobody").And.Not.Contain("the reason"));
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
