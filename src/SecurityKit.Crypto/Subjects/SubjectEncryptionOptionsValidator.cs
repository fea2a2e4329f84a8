using Microsoft.Extensions.Options;

namespace SecurityKit.Crypto;

internal sealed class SubjectEncryptionOptionsValidator : IValidateOptions<SubjectEncryptionOptions>
{
    private const int MostCachedSubjects = 1_000_000;

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, SubjectEncryptionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (options.CacheLifetime < TimeSpan.Zero || options.CacheLifetime > LongestLifetime)
        {
            problems.Add("SubjectEncryptionOptions.CacheLifetime must be between 0 and 1 minute: it is how long a node that hears nothing may still use a destroyed key.");
        }

        if (options.MaxCachedSubjects is < 1 or > MostCachedSubjects)
        {
            problems.Add("SubjectEncryptionOptions.MaxCachedSubjects must be between 1 and 1,000,000.");
        }

        if (options.JournalFile is { } file && !Path.IsPathFullyQualified(file))
        {
            problems.Add("SubjectEncryptionOptions.JournalFile must be a full path, so that it is the same file wherever the service is started.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
