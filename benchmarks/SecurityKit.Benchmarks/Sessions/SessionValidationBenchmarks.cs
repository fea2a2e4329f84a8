using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecurityKit.Sessions;

namespace SecurityKit.Benchmarks.Sessions;

/// <summary>What every request pays: a session token, an access token seen for the first time, and one seen before, beside JsonWebTokenHandler.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SessionValidationBenchmarks
{
    private readonly JsonWebTokenHandler _handler = new();
    private SessionNode _first = null!;
    private SessionNode _remembering = null!;
    private string _sessionToken = null!;
    private string _firstToken = null!;
    private string _repeatedToken = null!;
    private TokenValidationParameters _parameters = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _first = await SessionNode.StartAsync(configure: o => o.Tokens.VerifiedTokenCacheSize = 0);
        _remembering = await SessionNode.StartAsync();
        var grant = await _remembering.SignInAsync();
        _sessionToken = grant.Token;
        _repeatedToken = _remembering.Get<TokenIssuer>().Issue(grant.Session).Value;
        _firstToken = _first.Get<TokenIssuer>().Issue((await _first.SignInAsync()).Session).Value;
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = "securitykit",
            ValidAudience = "securitykit",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(
                System.Text.Encoding.UTF8.GetString(_first.Get<SecurityKit.Sessions.JsonWebKeySet>().ToUtf8Json().Span)).GetSigningKeys(),
        };
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _first.DisposeAsync();
        await _remembering.DisposeAsync();
    }

    [Benchmark(Description = "JsonWebTokenHandler", Baseline = true)]
    public async Task<bool> Library() => (await _handler.ValidateTokenAsync(_firstToken, _parameters)).IsValid;

    [Benchmark(Description = "SecurityKit, access token, first time")]
    public ValueTask<AccessTokenValidation> First() => _first.Tokens.ValidateAsync(_firstToken);

    [Benchmark(Description = "SecurityKit, access token, seen before")]
    public ValueTask<AccessTokenValidation> Repeated() => _remembering.Tokens.ValidateAsync(_repeatedToken);

    [Benchmark(Description = "SecurityKit, session token")]
    public ValueTask<SessionValidation> Session() => _remembering.Sessions.ValidateAsync(_sessionToken);
}
