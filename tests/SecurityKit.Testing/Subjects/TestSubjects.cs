using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>Subject encryption as a host sets it up, on a service provider that is ready.</summary>
public static class TestSubjects
{
    /// <summary>One node in memory. Nodes that are given the same stores and master key are nodes of one host.</summary>
    public static Task<TestCrypto> CreateAsync(
        TimeProvider? clock = null, Action<SubjectEncryptionOptions>? configure = null, Action<IServiceCollection>? services = null, byte[]? masterKey = null) =>
        TestCrypto.CreateAsync(
            clock,
            services: collection =>
            {
                services?.Invoke(collection);
                collection.AddSecurityKit().AddSubjectEncryption(configure);
            },
            masterKey: masterKey);

    public static ISubjectEncryptor Encryptor(this IServiceProvider services) => services.GetRequiredService<ISubjectEncryptor>().ForPurpose("test");

    public static ISubjectKeyManager Subjects(this IServiceProvider services) => services.GetRequiredService<ISubjectKeyManager>();

    /// <summary>Whether a node can read an envelope; anything but an answer fails the test.</summary>
    public static async Task<bool> CanReadAsync(this IServiceProvider services, string subject, byte[] envelope)
    {
        try
        {
            await services.Encryptor().DecryptAsync(subject, envelope);
            return true;
        }
        catch (DecryptionFailedException)
        {
            return false;
        }
    }
}
