using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

/// <summary>Every check of every package, with a host that passes it and a host that does not.</summary>
internal static class PostureCases
{
    private const string Remote = "db.example.test";

    internal static IReadOnlyList<PostureCase> All { get; } =
    [
        new("core.environment", _ => { }, host => host.Builder.Services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development })),
        new("core.stores.lasting", host => host.UseSqlite(), _ => { }),
        new("crypto.passwords.cost", host => host.Kit.AddCrypto(), host =>
        {
            host.Kit.AddCrypto();
            host["SecurityKit:Crypto:Passwords:AllowWeakParameters"] = "true";
            host["SecurityKit:Crypto:Passwords:MemoryKiB"] = "1024";
        }),
        new("crypto.keyring.period", host => host.Kit.AddCrypto(), host => host.Kit.AddCrypto(crypto => crypto.DataRing.RotationPeriod = TimeSpan.FromDays(700))),
        new("crypto.keyring.rotation", Started(host => host.Kit.AddCrypto()), Started(host =>
        {
            var clock = new LeapingClock();
            host.Builder.Services.AddSingleton<TimeProvider>(clock);
            host.Kit.AddCrypto();
            host.OnStarted = () => clock.Leap = TimeSpan.FromDays(40);
        })),
        new("crypto.data.rewrap", Started(host => host.Kit.AddCrypto()), Started(host => host.Kit.AddCrypto().Services.AddHostedService<DataUnderARevokedKey>())),
        new("crypto.masterkey.custody", host => host.Kit.AddCrypto(crypto =>
        {
            crypto.MasterKeyFile = null;
            crypto.UseKeyWrapper((_, _) => ValueTask.FromResult<IKeyWrapper>(new ElsewhereKeyWrapper()));
        }), host =>
        {
            host.Kit.AddCrypto();
            File.Delete(host.MasterKeyFile);
        }),
        new("crypto.subjects.erasure",
            Started(host =>
            {
                host.UseSqlite();
                host.Kit.AddCrypto().AddSubjectEncryption(o => o.JournalFile = host.PathOf("erasures.journal"));
            }),
            host => host.Kit.AddCrypto().AddSubjectEncryption(o => o.JournalFile = Path.Combine(host.PathOf("not mounted"), "erasures.journal"))),
        new("identity.passwords.policy", host => host.Kit.AddCrypto().AddIdentity(), host =>
        {
            host.Kit.AddCrypto().AddIdentity();
            host["SecurityKit:Identity:Password:RefuseCommon"] = "false";
        }),
        new("identity.lockout", host => host.Kit.AddCrypto().AddIdentity(), host =>
        {
            host.Kit.AddCrypto().AddIdentity();
            host["SecurityKit:Identity:Lockout:MaxFailures"] = "50";
            host["SecurityKit:Identity:Lockout:MaxFailuresPerDay"] = "500";
        }),
        new("mfa.policy.roles", host => host.Kit.AddCrypto().AddIdentity().AddMfa(), host => host.Kit.AddCrypto().AddMfa()),
        new("mfa.notices", host => host.WithSmtp("StartTls").Kit.AddCrypto().AddIdentity().AddMfa(), host => host.Kit.AddCrypto().AddIdentity().AddMfa()),
        new("web.passkeys", Web(host => host["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = "example.test"), Web(_ => { })),
        new("messaging.smtp.transport", host => host.WithSmtp("StartTls"), host => host.WithSmtp("None")),
        new("sessions.timeouts", host => host.Kit.AddCrypto().AddSessions(), host =>
        {
            host.Kit.AddCrypto().AddSessions();
            host["SecurityKit:Sessions:IdleTimeout"] = "02:00:00";
            host["SecurityKit:Sessions:AbsoluteLifetime"] = "2.00:00:00";
        }),
        new("sessions.outage", host => host.Kit.AddCrypto().AddSessions(), host =>
        {
            host.Kit.AddCrypto().AddSessions();
            host["SecurityKit:Sessions:Tokens:AcceptUncheckedWhenStoreIsUnavailable"] = "true";
        }),
        new("sessions.store", Started(host => host.UseSqlite().Kit.AddCrypto().AddSessions()), host => host.Kit.AddCrypto().AddSessions()),
        new("geo.database", host => host.WithGeoDatabase(TimeSpan.FromDays(1)), host => host.WithGeoDatabase(TimeSpan.FromDays(100))),
        new("database.sqlite.access", Started(host => host.UseSqlite()), Started(host =>
        {
            host.UseSqlite();
            host.OnStarted = () => File.SetUnixFileMode(host.DatabaseFile, (UnixFileMode)Convert.ToInt32("644", 8));
        })),
        new("database.postgresql.transport",
            host => host.Kit.UsePostgreSql($"Host={Remote};SSL Mode=VerifyFull"), host => host.Kit.UsePostgreSql($"Host={Remote};SSL Mode=Disable")),
        new("redis.transport", host => host.Kit.UseRedis($"{Remote}:6380,ssl=true,password=p"), host => host.Kit.UseRedis($"{Remote}:6379")),
        new("web.dataprotection.keys",
            Web(host => host.Builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(host.PathOf("keys"))).ProtectKeysWithSecurityKit()),
            Web(host => host.Builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(host.PathOf("keys"))))),
        new("web.headers", Web(_ => { }), Web(host => host["SecurityKit:Headers:StrictTransportSecurityAge"] = "1.00:00:00")),
        new("web.transport", Web(host => host.ListenOnTls()), Web(host => host.Builder.WebHost.UseUrls("http://0.0.0.0:0"))),
    ];

    private static Action<PostureHost> Started(Action<PostureHost> setUp) => host =>
    {
        host.IsToBeStarted = true;
        host.Builder.WebHost.UseUrls("http://127.0.0.1:0");
        setUp(host);
    };

    private static Action<PostureHost> Web(Action<PostureHost> setUp) => Started(host =>
    {
        host.Kit.AddCrypto().AddIdentity().AddMfa().AddSessions().AddAspNetCore();
        host.OnBuilt = app => app.UseSecurityKit();
        setUp(host);
    });
}
