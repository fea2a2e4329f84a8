using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.Architecture.Tests;

/// <summary>Each options class follows its configuration while the host runs, or docs/operations.md says that it is fixed; and the code keeps to it.</summary>
[TestFixture]
public sealed partial class OptionsReloadTests
{
    private const string Follows = "follows";
    private const string Fixed = "fixed";

    private static readonly Type[] Types =
        [.. Repository.Packages.Where(name => name is not "SecurityKit" and not "SecurityKit.Cli")
            .SelectMany(package => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, package + ".dll")).GetTypes())];

    private static readonly Type[] OptionTypes =
        [.. Types.Where(type => type is { IsPublic: true, IsClass: true } && !type.IsSubclassOf(typeof(Delegate)) && type.Name.EndsWith("Options", StringComparison.Ordinal))];

    private static IReadOnlyDictionary<string, string> Documented { get; } =
        Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"))).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    private static IEnumerable<Type> Following() => OptionTypes.Where(type => Documented.GetValueOrDefault(type.Name) == Follows && SectionOf(type) is not null);

    [Test]
    public void EveryOptionsClass_IsInTheTableOfOperations() =>
        Assert.That(
            OptionTypes.Select(type => type.Name).Order(), Is.EqualTo(Documented.Keys.Order()),
            "docs/operations.md, 'What changes while the host runs': one row for each options class, saying 'follows' or 'fixed'");

    [Test]
    public void NothingThatRuns_KeepsTheFirstValuesOfOptionsThatFollow()
    {
        var kept = Consumers(typeof(IOptions<>)).Where(use => Documented[use.Options.Name] == Follows && !IsForTheStartOnly(use.Consumer));

        Assert.That(kept.Select(use => $"{use.Consumer.Name} takes IOptions<{use.Options.Name}>; take IOptionsMonitor"), Is.Empty);
    }

    [Test]
    public void NothingFollows_OptionsThatAreFixed()
    {
        var following = Consumers(typeof(IOptionsMonitor<>)).Where(use => Documented[use.Options.Name] == Fixed);

        Assert.That(following.Select(use => $"{use.Consumer.Name} takes IOptionsMonitor<{use.Options.Name}>, of which others keep the first values"), Is.Empty);
    }

    [TestCaseSource(nameof(Following))]
    public void OptionsThatFollow_ChangeWithTheConfiguration(Type options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddSecurityKit().AddCrypto().AddPasswordHashing().AddIdentity().AddBreachedPasswordCheck().AddMfa(mfa => mfa.Issuer = "Contoso").AddSessions()
            .AddGeoDatabase(geo => geo.DatabaseFile = "city.mmdb")
            .AddSmtpSender(smtp => (smtp.Host, smtp.From) = ("localhost", "noreply@example.com"))
            .AddHttpSmsSender(sms => (sms.Endpoint, sms.From, sms.Credential) = ("https://sms.example.com/", "Contoso", "key"))
            .AddAspNetCore();
        using var provider = services.BuildServiceProvider();
        var type = typeof(IOptionsMonitor<>).MakeGenericType(options);
        var monitor = provider.GetRequiredService(type);
        object Read() => type.GetProperty(nameof(IOptionsMonitor<object>.CurrentValue))!.GetValue(monitor)!;

        Assert.That(
            Leaves(options).Any(leaf => Changes(configuration, $"{SectionOf(options)}:{leaf}", Read, Read(), leaf)), Is.True,
            $"no property of {options.Name} changed with its section");
    }

    private static bool Changes(IConfigurationRoot configuration, string key, Func<object> read, object before, string leaf)
    {
        var old = ValueOf(before, leaf);
        foreach (var value in Others(old))
        {
            configuration[key] = Convert.ToString(value, CultureInfo.InvariantCulture);
            try
            {
                configuration.Reload();
                if (Equals(ValueOf(read(), leaf), value))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is OptionsValidationException or AggregateException)
            {
                // Not within the rules; the next value may be.
            }

            configuration[key] = Convert.ToString(old, CultureInfo.InvariantCulture);
        }

        return false;
    }

    private static IEnumerable<object> Others(object? value) => value switch
    {
        bool flag => [!flag],
        string text => [text + "2"],
        int number => [number + 1, number - 1],
        TimeSpan span => [span + TimeSpan.FromSeconds(1), span - TimeSpan.FromSeconds(1)],
        _ => [],
    };

    /// <summary>Paths of what can be set to a single value, two levels deep.</summary>
    private static IEnumerable<string> Leaves(Type type, int depth = 0)
    {
        foreach (var property in type.GetProperties().Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
        {
            if (property.CanWrite && (property.PropertyType == typeof(bool) || property.PropertyType == typeof(string) || property.PropertyType == typeof(int) || property.PropertyType == typeof(TimeSpan)))
            {
                yield return property.Name;
            }
            else if (depth == 0 && property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var inner in Leaves(property.PropertyType, depth + 1))
                {
                    yield return $"{property.Name}:{inner}";
                }
            }
        }
    }

    private static object? ValueOf(object options, string leaf) =>
        leaf.Split(':').Aggregate((object?)options, static (at, name) => at?.GetType().GetProperty(name)?.GetValue(at));

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue() as string;

    /// <summary>Whose constructor takes options of the kit in a given wrapping.</summary>
    private static IEnumerable<(Type Consumer, Type Options)> Consumers(Type wrapping) =>
        from consumer in Types
        from constructor in consumer.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        from parameter in constructor.GetParameters()
        where parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == wrapping
        let options = parameter.ParameterType.GetGenericArguments()[0]
        where OptionTypes.Contains(options)
        select (consumer, options);

    private static bool IsForTheStartOnly(Type consumer) =>
        consumer.GetInterfaces().Any(i => i.Name is "IStartupCheck" or "IStartupStep");

    [GeneratedRegex(@"^\| `(\w+Options)` \| (follows|fixed)\b", RegexOptions.Multiline)]
    private static partial Regex Row();
}
