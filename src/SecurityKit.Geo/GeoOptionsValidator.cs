using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Geo;

internal sealed class GeoOptionsValidator : IValidateOptions<GeoOptions>
{
    private const string Prefix = GeoOptions.Section + ":";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, GeoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DatabaseFile))
        {
            problems.Add($"{Prefix}{nameof(options.DatabaseFile)} is empty. Set it to the path of a City file in the MaxMind DB format, such as GeoLite2 City or DB-IP City Lite.");
        }

        Range(nameof(options.ReloadInterval), options.ReloadInterval, TimeSpan.FromSeconds(1), Day);
        Range(nameof(options.MaxAge), options.MaxAge, Day, 731 * Day);
        Range(nameof(options.MaxAccuracyRadiusKilometres), options.MaxAccuracyRadiusKilometres, 1, 20_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Range<T>(string option, T value, T from, T to)
            where T : IComparable<T>
        {
            if (value.CompareTo(from) < 0 || value.CompareTo(to) > 0)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{option} is {value}. Set it to {from} to {to}."));
            }
        }
    }
}
