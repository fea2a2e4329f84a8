using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Crypto.Tests.Passwords;

/// <summary>A container with password hashing at a cost that suits tests.</summary>
internal sealed class PasswordHashingHost : IDisposable
{
    private readonly ServiceProvider _services;

    internal PasswordHashingHost(Action<PasswordHashingOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddPasswordHashing(options =>
        {
            options.AllowWeakParameters = true;
            options.MemoryKiB = 64;
            options.Iterations = 1;
            configure?.Invoke(options);
        });
        register?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    internal IPasswordHasher Hasher => Get<IPasswordHasher>();

    internal HashingCapacity Capacity => Get<HashingCapacity>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
