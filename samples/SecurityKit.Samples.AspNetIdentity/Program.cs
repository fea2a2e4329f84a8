using SecurityKit.Samples.AspNetIdentity;

var isAdopted = args.Contains("--adopt");
string[] settings = [.. args.Where(arg => arg != "--adopt")];
await using var app = isAdopted ? AdoptedHost.Create(settings) : AccountsHost.Create(settings);
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<AccountsDb>().Database.EnsureCreatedAsync();
}

await app.RunAsync();
