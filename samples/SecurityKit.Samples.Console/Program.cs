using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

var folder = Directory.CreateDirectory(args is [var named] ? named : Path.Combine(AppContext.BaseDirectory, "data")).FullName;
var masterKey = Path.Combine(folder, "development-master.key");
if (!File.Exists(masterKey))
{
    MasterKeyFile.Create(masterKey);
}

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Services.AddSecurityKit().UseSqlite($"Data Source={Path.Combine(folder, "security.db")}").AddCrypto(crypto =>
{
    crypto.UseMasterKeyFile(masterKey);
    (crypto.RefreshInterval, crypto.PropagationDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
});
using var host = builder.Build();
await host.StartAsync();
var keys = host.Services.GetRequiredService<IKeyRingManager>();
var encryptor = host.Services.GetRequiredService<IEncryptor>().ForPurpose("customer.iban");

var envelope = encryptor.EncryptText("DE02 1203 0000 0000 2020 51", "customer:7");
Console.WriteLine($"encrypted under key version {(await keys.GetStatusAsync()).CurrentVersion}: {envelope[..24]}...");
var next = await keys.RotateAsync(KeyRingNames.Data, "sample");
await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
await keys.MaintainAsync();
Console.WriteLine($"rotated to key version {next.Version}; current is {(await keys.GetStatusAsync()).CurrentVersion}");
Console.WriteLine($"decrypted with the old key: {encryptor.DecryptText(envelope, "customer:7")}");
await host.StopAsync();
