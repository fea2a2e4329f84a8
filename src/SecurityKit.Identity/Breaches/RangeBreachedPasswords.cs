using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>
/// Asks a range service: sends five of forty hexadecimal digits of the password's SHA-1 and looks for the rest in the answer
/// (k-anonymity; the protocol of Pwned Passwords). The service learns neither the password nor its hash.
/// </summary>
internal sealed class RangeBreachedPasswords : IBreachedPasswords, IDisposable
{
    private const int PrefixLength = 5;
    private const int MaxAnswerBytes = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly IOptionsMonitor<BreachedPasswordOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RangeBreachedPasswords> _logger;

    public RangeBreachedPasswords(IOptionsMonitor<BreachedPasswordOptions> options, TimeProvider clock, ILogger<RangeBreachedPasswords> logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10), UseCookies = false };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("SecurityKit");
        _http.DefaultRequestHeaders.Add("Add-Padding", "true");
    }

    public async ValueTask<BreachLookup> FindAsync(string password, CancellationToken cancellationToken)
    {
        var hash = Sha1(password);
        var options = _options.CurrentValue;
        var url = new Uri(options.RangeUrl.Replace("{prefix}", hash[..PrefixLength], StringComparison.Ordinal));
        using var limit = new CancellationTokenSource(options.TimeLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _http.GetAsync(url, either.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            return Find(await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false), hash[PrefixLength..]);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            IdentityLog.BreachLookupFailed(_logger, exception);
            return BreachLookup.Unavailable;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Lines of suffix, colon and count; a count of zero is padding.</summary>
    private static BreachLookup Find(string answer, string suffix)
    {
        foreach (var line in answer.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon == suffix.Length && line[..colon].Equals(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim() is "0" ? BreachLookup.NotFound : BreachLookup.Found;
            }
        }

        return BreachLookup.NotFound;
    }

    private static string Sha1(string password)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350, RS0030 // The range protocol is defined over SHA-1; nothing rests on its strength.
        SHA1.HashData(Encoding.UTF8.GetBytes(password), hash);
#pragma warning restore CA5350, RS0030
        return Convert.ToHexString(hash);
    }
}
