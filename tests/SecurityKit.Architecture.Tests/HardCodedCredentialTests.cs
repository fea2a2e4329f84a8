namespace SecurityKit.Architecture.Tests;

/// <summary>No credential stands in the packages or the samples: not as a default, not in a settings file, not as something to compare with.</summary>
[TestFixture]
public sealed class HardCodedCredentialTests
{
    private static readonly string[] Patterns = ["*.cs", "*.cshtml", "*.json", "*.js", "*.html", "*.config", "*.csproj", "*.props", "*.sh", "*.yml", "*.xml"];

    /// <summary>Literals that are given to something with such a name and are words of a protocol, a format or a form. Each was looked at.</summary>
    private static readonly (string Name, string Value)[] WordsOfProtocols =
    [
        ("Password", "pwd"), ("OneTimePassword", "otp"), ("AccessTokenType", "at+jwt"), ("TokenId", "jti"), ("BearerScheme", "Bearer"), ("Bearer", "Bearer"),
        ("PasswordField", "password"), ("DetailsToken", "account"), ("bearerFormat", "JWT"),
        // What the calibrator measures the hashing of; it opens nothing.
        ("Password", "calibration"), ("Salt", "calibrationsalt!"),
    ];

    [Test]
    public void NoCredential_IsHardCoded_InThePackagesAndSamples()
    {
        var found = Files().SelectMany(file => CredentialScanner.Scan(File.ReadAllText(file))
            .Where(finding => !WordsOfProtocols.Contains((finding.Name, finding.Value)))
            .Select(finding => $"{Repository.Relative(file)}:{finding.Line}: a literal for '{finding.Name}'"));

        Assert.That(found, Is.Empty, "Take it from configuration; if it is the name of something, say so in this test.");
    }

    [Test]
    public void EveryWordThatIsLetThrough_IsStillThere()
    {
        var present = Files().SelectMany(file => CredentialScanner.Scan(File.ReadAllText(file))).Select(finding => (finding.Name, finding.Value)).ToHashSet();

        Assert.That(WordsOfProtocols.Where(word => !present.Contains(word)), Is.Empty);
    }

    [Test]
    public void TheScan_ReadsThePackagesAndTheSamples()
    {
        string[] files = [.. Files().Select(Repository.Relative)];

        Assert.That(files, Has.Some.EndsWith("AccountManager.cs").And.Some.EndsWith(Path.Combine("SecurityKit.Samples.Portal", "Program.cs")).And.Some.EndsWith("appsettings.json"));
        Assert.That(files, Has.Length.GreaterThan(500));
    }

    [TestCase("""private const string Password = "hunter2";""")]
    [TestCase("""var adminPassword = "letmein";""")]
    [TestCase("""options.Password = "correct-horse-battery-staple";""")]
    [TestCase("""string password = "P@ssw0rd!", string name = "x")""")]
    [TestCase("""new Login { UserName = "root", Password = "toor" }""")]
    [TestCase("""SignIn(name, password: "changeit");""")]
    [TestCase("""if (password == "open sesame") { return true; }""")]
    [TestCase("""if (secret is "swordfish")""")]
    [TestCase("""return token.Equals("let-me-through");""")]
    [TestCase("""["ApiKey"] = "a1b2c3d4e5f6",""")]
    [TestCase("""public string MasterKey { get; set; } = configured ?? "unused"; public string SigningKey => "0123456789abcdef0123456789abcdef";""")]
    [TestCase("""var key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";""")]
    [TestCase("""var clientSecret = configuration["x"]; clientSecret ??= "fallback";""")]
    [TestCase("const string Secret =\n    \"on the next line\";")]
    [TestCase("var secret = \"\"\"\n    raw text\n    \"\"\";")]
    [TestCase("""{ "Smtp": { "Password": "hunter2" } }""")]
    [TestCase("""byte[] masterKey = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];""")]
    [TestCase("""private static readonly byte[] Secret = new byte[] { 0xDE, 0xAD, 0xBE, 0xEF, 0xDE, 0xAD, 0xBE, 0xEF };""")]
    [TestCase("""UsePostgreSql("Host=db;Username=kit;Password=kit")""")]
    [TestCase("""Connect("redis://default:hunter2@cache:6379")""")]
    [TestCase("""var pem = "-----BEGIN EC PRIVATE KEY-----";""")]
    [TestCase("""Use("AKIAIOSFODNN7EXAMPLE")""")]
    [TestCase("""Use("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyb290In0.c2ln")""")]
    public void APlantedCredential_IsFound(string source) => Assert.That(CredentialScanner.Scan(source), Is.Not.Empty);

    [TestCase("""public const string PasswordChanged = "identity.password.changed";""")]
    [TestCase("""internal const string ApiKeys = "/api-keys";""")]
    [TestCase("""var token = $"{id}.{secret}";""")]
    [TestCase("""var password = configuration["Password"];""")]
    [TestCase("""Password = ReadPassword(),""")]
    [TestCase("""password = string.Empty; secret = "";""")]
    [TestCase("""UsePostgreSql($"Host=db;Password={password}")""")]
    [TestCase("""private const string Name = "hunter2";""")]
    public void WhatIsNoCredential_IsPassedOver(string source) => Assert.That(CredentialScanner.Scan(source), Is.Empty);

    private static IEnumerable<string> Files() =>
        new[] { Repository.Source, Path.Combine(Repository.Root, "samples") }
            .SelectMany(folder => Patterns.SelectMany(pattern => Repository.Files(folder, pattern)))
            .Where(file => !Path.GetFileName(file).EndsWith("lock.json", StringComparison.Ordinal));
}
