using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace SecurityKit.Benchmarks;

/// <summary>Runs every benchmark once, in this process, with the first of its parameters: it proves that they work and measures nothing.</summary>
internal static class SmokeRun
{
    /// <summary>Runs them and tells about each.</summary>
    /// <returns>How many ran and how many failed.</returns>
    internal static async Task<(int Ran, int Failed)> OfAsync(IEnumerable<Type> types, TextWriter console)
    {
        var (ran, failed) = (0, 0);
        foreach (var type in types)
        {
            foreach (var method in BenchmarkGroups.MethodsOf(type))
            {
                ran++;
                try
                {
                    await RunOnceAsync(type, method);
                    await console.WriteLineAsync($"ok   {type.Name}.{method.Name}");
                }
                catch (Exception exception)
                {
                    failed++;
                    var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
                    await console.WriteLineAsync($"FAIL {type.Name}.{method.Name}: {cause}");
                }
            }
        }

        return (ran, failed);
    }

    private static async Task RunOnceAsync(Type type, MethodInfo method)
    {
        var instance = Activator.CreateInstance(type)!;
        try
        {
            SetParameters(instance);
            await CallAsync<GlobalSetupAttribute>(instance, method, a => a.Targets);
            await CallAsync<IterationSetupAttribute>(instance, method, a => a.Targets);
            await InvokeAsync(instance, method, ArgumentsOf(instance, method));
            await CallAsync<IterationCleanupAttribute>(instance, method, a => a.Targets);
            await CallAsync<GlobalCleanupAttribute>(instance, method, a => a.Targets);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private static void SetParameters(object instance)
    {
        foreach (var member in instance.GetType().GetMembers())
        {
            var value = member.GetCustomAttribute<ParamsAttribute>() is { Values: [var first, ..] } ? first
                : member.GetCustomAttribute<ParamsSourceAttribute>() is { } source ? FirstOf(instance, source.Name)
                : null;
            if (value is not null)
            {
                (member as PropertyInfo)?.SetValue(instance, value);
                (member as FieldInfo)?.SetValue(instance, value);
            }
        }
    }

    private static object?[] ArgumentsOf(object instance, MethodInfo method) =>
        method.GetCustomAttributes<ArgumentsAttribute>().FirstOrDefault() is { } arguments ? arguments.Values
        : method.GetCustomAttribute<ArgumentsSourceAttribute>() is { } source ? FirstOf(instance, source.Name) is object?[] many ? many : [FirstOf(instance, source.Name)]
        : [];

    private static object? FirstOf(object instance, string source)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var values = instance.GetType().GetProperty(source, Any)?.GetValue(instance) ?? instance.GetType().GetMethod(source, Any)?.Invoke(instance, []);
        return (values as System.Collections.IEnumerable)?.Cast<object?>().FirstOrDefault();
    }

    private static async Task CallAsync<TAttribute>(object instance, MethodInfo benchmark, Func<TAttribute, string[]> targetsOf)
        where TAttribute : Attribute
    {
        foreach (var method in instance.GetType().GetMethods())
        {
            if (method.GetCustomAttribute<TAttribute>() is { } attribute
                && (targetsOf(attribute) is not { Length: > 0 } targets || targets.Contains(benchmark.Name, StringComparer.Ordinal)))
            {
                await InvokeAsync(instance, method, []);
            }
        }
    }

    private static async Task InvokeAsync(object instance, MethodInfo method, object?[] arguments)
    {
        var result = method.Invoke(instance, arguments);
        switch (result)
        {
            case Task task:
                await task;
                break;
            case ValueTask task:
                await task;
                break;
            case not null when result.GetType() is { IsGenericType: true } generic && generic.GetGenericTypeDefinition() == typeof(ValueTask<>):
                await (Task)generic.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(result, [])!;
                break;
            default:
                break;
        }
    }
}
