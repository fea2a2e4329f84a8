using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.Benchmarks.Identity;

/// <summary>A permission check among 10,000 roles and 100,000 assignments; the limit is 1 us. Beside it one look-up in a dictionary of that size.</summary>
[MemoryDiagnoser]
public class PermissionBenchmarks
{
    private const int Roles = 10_000;
    private const int Assignments = 100_000;

    private readonly Dictionary<string, int> _peer = new(StringComparer.Ordinal);
    private ServiceProvider _services = null!;
    private PermissionEvaluator _evaluator = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddIdentity();
        _services = services.BuildServiceProvider();
        var store = _services.GetRequiredService<IRoleStore>();
        for (var i = 0; i < Roles; i++)
        {
            // Ten levels of inheritance: the last of each ten holds what the first nine grant.
            string[] parents = i % 10 == 0 ? [] : [$"role-{i - 1}"];
            await store.SaveRoleAsync(new Role($"role-{i}", [$"resource-{i}:read"], parents), default).ConfigureAwait(false);
        }

        for (var i = 0; i < Assignments; i++)
        {
            await store.TryAssignAsync(
                new RoleAssignment { Id = $"a{i}", Subject = $"subject-{i}", Role = $"role-{i % Roles}", CreatedAt = DateTimeOffset.UnixEpoch }, default)
                .ConfigureAwait(false);
            _peer[$"subject-{i}"] = i;
        }

        _evaluator = _services.GetRequiredService<PermissionEvaluator>();
        if (!await Granted().ConfigureAwait(false) || await Denied().ConfigureAwait(false))
        {
            throw new InvalidOperationException("The check answers wrongly.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public bool DictionaryLookup() => _peer.TryGetValue("subject-54329", out _);

    [Benchmark]
    public ValueTask<bool> Granted() => _evaluator.HasPermissionAsync("subject-54329", "resource-4320:read");

    [Benchmark]
    public ValueTask<bool> Denied() => _evaluator.HasPermissionAsync("subject-54329", "resource-1:read");
}
