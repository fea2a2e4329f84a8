using SecurityKit.Samples.AspNetIdentity;

await using var app = AccountsHost.Create(args);
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<AccountsDb>().Database.EnsureCreatedAsync();
}

await app.RunAsync();
