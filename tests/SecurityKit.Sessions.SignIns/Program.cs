using Microsoft.Extensions.DependencyInjection;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Sessions;
using SecurityKit.Testing;

// A node in a process of its own: signs one subject in many times at once and tells how it went.
// Arguments: sqlite|postgresql|redis, connection string, subject, count. Prints "ready", waits for a line, prints "<created> <most seen>".
var services = new ServiceCollection();
var kit = services.AddSecurityKit().AddTestCrypto(masterKey: new byte[32]).AddSessions();
_ = args[0] switch
{
    "sqlite" => kit.UseSqlite(args[1], o => o.CommandTimeout = TimeSpan.FromMinutes(1)),
    "postgresql" => kit.UsePostgreSql(args[1], o => o.CommandTimeout = TimeSpan.FromMinutes(1)),
    "redis" => kit.UseRedis(args[1], o => o.OperationTimeout = TimeSpan.FromSeconds(10)),
    _ => throw new ArgumentException($"unknown store {args[0]}"),
};
await using var provider = services.BuildServiceProvider();
await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();
var sessions = provider.GetRequiredService<SessionManager>();
var mostSeen = (await sessions.ListAsync(args[2])).Count;
Console.WriteLine("ready");
Console.ReadLine();

using var isDone = new CancellationTokenSource();
var watching = Task.Run(async () =>
{
    while (!isDone.IsCancellationRequested)
    {
        mostSeen = Math.Max(mostSeen, (await sessions.ListAsync(args[2])).Count);
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }
});
var start = new SessionStart
{
    Subject = args[2],
    Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
    Level = AssuranceLevel.One,
};
var results = await Parallelism.RunAsync(int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture), _ => sessions.CreateAsync(start));
await isDone.CancelAsync();
await watching;
Console.WriteLine($"{results.Count(r => r.Status == SessionStartStatus.Created)} {mostSeen}");
