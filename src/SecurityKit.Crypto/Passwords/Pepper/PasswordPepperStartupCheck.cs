using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

/// <summary>A pepper is of use only when there is the key ring it names.</summary>
internal sealed class PasswordPepperStartupCheck(IServiceProvider services, IOptions<PasswordHashingOptions> options) : IStartupCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        if (options.Value.PepperRing is not { } ring)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]);
        }

        try
        {
            if (services.GetService<IEncryptorProvider>() is { } encryptors)
            {
                encryptors.ForRing(ring);
                return ValueTask.FromResult<IReadOnlyList<string>>([]);
            }
        }
        catch (ArgumentException)
        {
            // There is no such ring; the message below says what to write.
        }

        return ValueTask.FromResult<IReadOnlyList<string>>(
        [
            $"{PasswordHashingOptions.Section}:PepperRing names the key ring '{ring}', and there is none of that name for data. "
            + $"Add it with AddCrypto(o => o.AddRing(\"{ring}\")).",
        ]);
    }
}
