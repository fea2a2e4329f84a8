using Microsoft.AspNetCore.DataProtection;
using SecurityKit;
using SecurityKit.Crypto;
using SecurityKit.Samples.Portal;
using SecurityKit.Samples.Portal.Keys;
using SecurityKit.Samples.Portal.Mail;
using SecurityKit.Samples.Portal.Profile;

var builder = WebApplication.CreateBuilder(args);
var data = DataFolder.Open(builder.Environment, builder.Configuration);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.UseSecurityKitTransport());

var kit = builder.Services.AddSecurityKit()
    .AddCrypto(crypto => MasterKeyChoice.Make(crypto, builder.Environment, builder.Configuration, data, Console.Out))
    .AddSubjectEncryption(subjects => subjects.EraseOnAccountDeletion = true)
    .AddIdentity()
    .AddMfa()
    .AddSessions()
    .AddAspNetCore();
var dataProtection = builder.Services.AddDataProtection().SetApplicationName(builder.Environment.ApplicationName).ProtectKeysWithSecurityKit();
if (builder.Configuration["Portal:Store"] == "memory")
{
    dataProtection.AddKeyManagementOptions(keys => keys.XmlRepository = new PassingKeyRepository());
}
else
{
    dataProtection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data, "data-protection")));
    kit.UseSqlite($"Data Source={Path.Combine(data, "portal.db")}")
        .AddSubjectEncryption(subjects => subjects.JournalFile ??= Path.Combine(data, "erasures.journal"));
}

builder.Services.AddPortalMail(builder.Environment);
builder.Services.AddRazorPages();
builder.Services.AddSingleton(services => new ProfileNotes(services.GetRequiredService<ISubjectEncryptor>(), Path.Combine(data, "notes")));
builder.Services.AddSingleton<FirstAdministrator>();
builder.Services.AddSingleton<IStartupCheck>(services => services.GetRequiredService<FirstAdministrator>());
builder.Services.AddSingleton<IStartupCheck, DevelopmentKeyCheck>();

var app = builder.Build();
app.UseExceptionHandler("/problem");
app.UseStatusCodePagesWithReExecute("/problem", "?status={0}");
app.UseStaticFiles();
app.UseSecurityKit();
app.MapSecurityKit("/api/v1/security");
app.MapSecurityKitConsole("/security");
app.MapRazorPages();

app.Lifetime.ApplicationStarted.Register(() => Greeting.Write(Console.Out, app.Urls, data, app.Environment.IsDevelopment()));
await app.RunAsync();
