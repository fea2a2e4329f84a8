using BenchmarkDotNet.Attributes;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Benchmarks.Sessions;

/// <summary>Validating a session in Redis beside a bare GET by the same client. <c>sessions-compare redis</c> does it in turns, for noisy machines.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RedisSessionBenchmarks
{
    private RedisProcess _server = null!;
    private SessionNode _node = null!;
    private ConnectionMultiplexer _client = null!;
    private string _token = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _server = await RedisProcess.StartAsync();
        _node = await SessionNode.StartAsync(_server.ConnectionString);
        _token = (await _node.SignInAsync()).Token;
        _client = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        await _client.GetDatabase().StringSetAsync("bench:get", new byte[450]);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _node.DisposeAsync();
        _client.Dispose();
        _server.Dispose();
    }

    [Benchmark(Description = "StackExchange.Redis, GET", Baseline = true)]
    public Task<RedisValue> Get() => _client.GetDatabase().StringGetAsync("bench:get");

    [Benchmark(Description = "SecurityKit, validate")]
    public ValueTask<SessionValidation> Validate() => _node.Sessions.ValidateAsync(_token);
}
