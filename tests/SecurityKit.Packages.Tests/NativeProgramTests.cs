using System.Security.Cryptography;
using SecurityKit.Testing;

namespace SecurityKit.Packages.Tests;

/// <summary>
/// The packages that say they are made for trimming and ahead-of-time compilation keep the promise: a program of theirs is compiled to machine code,
/// with every warning of the trimmer and the compiler an error, and does its work.
/// </summary>
[TestFixture]
public sealed class NativeProgramTests
{
    private static readonly string[] Packages =
    [
        "SecurityKit.Core", "SecurityKit.Crypto", "SecurityKit.Identity", "SecurityKit.Messaging", "SecurityKit.Mfa", "SecurityKit.Pkcs11", "SecurityKit.Sessions",
        "Microsoft.Extensions.Hosting",
    ];

    private const string Program = """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using SecurityKit;
        using SecurityKit.Crypto;
        using SecurityKit.Identity;
        using SecurityKit.Pkcs11;
        using SecurityKit.Sessions;

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, EnvironmentName = "Development" });
        builder.Services.AddSecurityKit()
            .AddCrypto(crypto => crypto.UseMasterKeyFromEnvironment())
            .AddSubjectEncryption()
            .AddIdentity()
            .AddMfa(mfa => mfa.Issuer = "Contoso")
            .AddSessions()
            .AddSmtpSender(smtp => (smtp.Host, smtp.From) = ("mail.example.test", "security@example.test"));
        if (args.Contains("--token"))
        {
            builder.Services.AddSecurityKit().AddCrypto(crypto => crypto.UsePkcs11(token =>
                (token.ModulePath, token.TokenLabel, token.KeyLabel, token.PinFile) = ("module.so", "prod", "security-kit", "pin")));
        }

        using var host = builder.Build();
        await host.StartAsync();
        var services = host.Services;

        var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose("contoso.note");
        Console.WriteLine($"decrypted: {encryptor.DecryptText(encryptor.EncryptText("a note"))}");
        var subjects = services.GetRequiredService<ISubjectEncryptor>();
        Console.WriteLine($"decrypted for a subject: {(await subjects.DecryptAsync("ada", await subjects.EncryptAsync("ada", new byte[] { 7 })))[0]}");
        await services.GetRequiredService<IKeyRingManager>().RotateAsync(KeyRingNames.Data, "test");
        var registered = await services.GetRequiredService<AccountManager>().RegisterAsync(new RegisterRequest("ada", "ada@example.test", "correct-horse-battery-94"));
        Console.WriteLine($"registered: {registered is RegistrationOutcome.Registered}");
        var created = await services.GetRequiredService<SessionManager>().CreateAsync(new SessionStart
        {
            Subject = "ada",
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
        });
        var token = services.GetRequiredService<TokenIssuer>().Issue(created.Grant!.Session).Value;
        Console.WriteLine($"token: {(await services.GetRequiredService<TokenValidator>().ValidateAsync(token)).Status}");
        Console.WriteLine($"rating: {(await services.GetRequiredService<PostureEvaluator>().EvaluateAsync()).Findings.Count > 5}");
        Console.WriteLine($"compiled ahead of time: {!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported}");
        await host.StopAsync();
        """;

    [Test]
    public void AProgramOfTheTrimmablePackages_IsCompiledWithoutAWarning_AndWorks()
    {
        ServerRequirement.Find("gcc", "/usr/bin/clang", "/usr/bin/gcc");
        using var project = StrangerProject.Create("Microsoft.NET.Sdk", "Exe", Program, Packages);

        if (!project.CanCompileToMachineCode())
        {
            Assert.Ignore("The package of the compiler, Microsoft.DotNet.ILCompiler, is not to be had here.");
        }

        project.PublishNative();
        var output = project.RunNative(new Dictionary<string, string> { ["SECURITYKIT_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) });

        Assert.That(output, Does.Contain("decrypted: a note").And.Contain("decrypted for a subject: 7"));
        Assert.That(output, Does.Contain("registered: True").And.Contain("token: Valid").And.Contain("rating: True"));
        Assert.That(output, Does.Contain("compiled ahead of time: True"));
    }
}
