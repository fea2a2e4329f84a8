using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

internal sealed class PasswordHashingOptionsValidator : IValidateOptions<PasswordHashingOptions>
{
    private const string Section = PasswordHashingOptions.Section;

    public ValidateOptionsResult Validate(string? name, PasswordHashingOptions options)
    {
        var problems = new List<string>();
        Range(problems, options.Parallelism, 1, 64, nameof(options.Parallelism));
        Range(problems, options.Iterations, 1, 64, nameof(options.Iterations));
        Range(problems, options.MemoryKiB, 8 * Math.Clamp(options.Parallelism, 1, 64), PasswordHashingOptions.MaxMemoryKiB, nameof(options.MemoryKiB));
        Range(problems, options.MemoryCapMiB, 1, 65_536, nameof(options.MemoryCapMiB));
        Range(problems, options.MaxThreads ?? 1, 1, 1024, nameof(options.MaxThreads));
        if (!options.AllowWeakParameters && !options.MeetsOwaspMinimum)
        {
            problems.Add(
                $"{Section}: MemoryKiB = {options.MemoryKiB} with Iterations = {options.Iterations} is below the OWASP minimum for Argon2id. "
                + "Use at least 19456 with 2 (or 47104 with 1, 12288 with 3, 9216 with 4, 7168 with 5), or set AllowWeakParameters = true in tests.");
        }

        if (options.PepperRing is { Length: 0 } || (options.RemovePepper && options.PepperRing is null))
        {
            problems.Add(
                $"{Section}:PepperRing is empty. Name the key ring whose keys encrypt the hashes; RemovePepper needs it too, to read those that have a pepper.");
        }

        Limits(problems, options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Limits(List<string> problems, PasswordHashingOptions options)
    {
        var limits = options.Limits;
        if (limits is null)
        {
            problems.Add($"{Section}:Limits is null. Remove the assignment; the defaults then hold.");
            return;
        }

        Range(problems, limits.Argon2MemoryKiB, 8, PasswordHashingOptions.MaxMemoryKiB, "Limits:Argon2MemoryKiB");
        Range(problems, limits.Argon2Iterations, 1, 1024, "Limits:Argon2Iterations");
        Range(problems, limits.Argon2Parallelism, 1, 256, "Limits:Argon2Parallelism");
        Range(problems, limits.Argon2MemoryTimesIterationsKiB, 8, int.MaxValue, "Limits:Argon2MemoryTimesIterationsKiB");
        Range(problems, limits.BcryptCost, 4, 20, "Limits:BcryptCost");
        Range(problems, limits.Pbkdf2Iterations, 1000, 100_000_000, "Limits:Pbkdf2Iterations");

        var cap = 1024L * options.MemoryCapMiB;
        if (options.MemoryKiB > cap || limits.Argon2MemoryKiB > cap)
        {
            problems.Add(
                $"{Section}:MemoryCapMiB = {options.MemoryCapMiB} is less than one hash may need "
                + $"(MemoryKiB = {options.MemoryKiB}, Limits:Argon2MemoryKiB = {limits.Argon2MemoryKiB}). Raise the cap or lower these.");
        }

        var present = new Argon2Parameters(
            Argon2Variant.Argon2id, Argon2Parameters.Version13, options.MemoryKiB, options.Iterations, options.Parallelism);
        if (!limits.Allow(present))
        {
            problems.Add($"{Section}:Limits would refuse the hashes that {Section} itself makes. Raise the limits or lower the costs.");
        }
    }

    private static void Range(List<string> problems, int value, int min, int max, string option)
    {
        if (value < min || value > max)
        {
            problems.Add($"{Section}:{option} = {value} is out of range. Use {min} to {max}.");
        }
    }
}
