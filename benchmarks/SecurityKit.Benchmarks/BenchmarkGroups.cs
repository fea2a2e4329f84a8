using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace SecurityKit.Benchmarks;

/// <summary>The benchmarks of an assembly by group: a folder here is a group there.</summary>
internal static class BenchmarkGroups
{
    private const string Root = "SecurityKit.Benchmarks.";

    internal static IReadOnlyDictionary<string, Type[]> Of(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && MethodsOf(type).Any())
        .GroupBy(NameOf, StringComparer.OrdinalIgnoreCase)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.OrderBy(type => type.Name, StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);

    internal static IEnumerable<MethodInfo> MethodsOf(Type type) => type.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: true));

    private static string NameOf(Type type) =>
        type.Namespace is { } name && name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..].Split('.')[0] : "Other";
}
