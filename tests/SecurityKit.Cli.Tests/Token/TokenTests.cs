using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class TokenTests
{
    private ToolFolder _folder = null!;
    private string _token = null!;

    [OneTimeSetUp]
    public async Task IssueAsync()
    {
        _folder = new ToolFolder();
        using var node = await NodeOf.StartAsync(_folder);
        var created = await node.Services.GetRequiredService<SessionManager>().CreateAsync(new SessionStart
        {
            Subject = "ada",
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
        });
        _token = node.Services.GetRequiredService<TokenIssuer>().Issue(created.Grant!.Session).Value;
        _folder.Write("jwks.json", Encoding.UTF8.GetString(node.Services.GetRequiredService<JsonWebKeySet>().ToUtf8Json().Span));
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Inspect_ShowsTheClaimsAndSaysThatNothingIsVerified()
    {
        var run = await ToolRun.Of(["token", "inspect"], input: _token + "\n");

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output, Does.StartWith("NOT VERIFIED").And.Contain("claim\tsub\tada").And.Contain("header\talg\tES256"));
    }

    [Test]
    public async Task Verify_AgainstTheKeySet_IsYes()
    {
        var run = await VerifyAsync(_token);

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That((run.Json.GetProperty("status").GetString(), run.Json.GetProperty("subject").GetString()), Is.EqualTo(("ValidUnchecked", "ada")));
    }

    [Test]
    public async Task Verify_OfAChangedSignature_IsNo()
    {
        var dot = _token.LastIndexOf('.') + 1;
        var run = await VerifyAsync(_token[..dot] + (_token[dot] == 'A' ? 'B' : 'A') + _token[(dot + 1)..]);

        Assert.That((run.ExitCode, run.Json.GetProperty("status").GetString()), Is.EqualTo((1, "WrongSignature")));
    }

    [Test]
    public async Task Verify_ForAnotherAudience_IsNo()
    {
        var run = await VerifyAsync(_token, "--audience", "elsewhere");

        Assert.That((run.ExitCode, run.Json.GetProperty("status").GetString()), Is.EqualTo((1, "WrongAudience")));
    }

    [Test]
    public async Task KeySetsOverPlainHttpFromElsewhere_AreRefused()
    {
        var run = await ToolRun.Of(["token", "verify", "--jwks", "http://example.test/.well-known/jwks.json"], input: _token + "\n");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("https").And.Not.Contain(_token));
    }

    private Task<ToolRun> VerifyAsync(string token, params string[] more) =>
        ToolRun.Of(["token", "verify", "--jwks", _folder.PathOf("jwks.json"), "--json", .. more], input: token + "\n");
}
