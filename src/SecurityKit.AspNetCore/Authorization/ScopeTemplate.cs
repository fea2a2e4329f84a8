using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>Turns <c>project:{projectId}</c> into the scope of a request.</summary>
internal static class ScopeTemplate
{
    // Nothing that a template may separate values with, so that one value cannot pose as two.
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>The scope, or null when a value is missing or has characters that are not allowed.</summary>
    internal static string? Resolve(string template, HttpContext? context)
    {
        var scope = new StringBuilder(template.Length);
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            var close = rest.IndexOf('}');
            if (close < open || ValueOf(context, rest[(open + 1)..close].ToString()) is not { } value)
            {
                return null;
            }

            scope.Append(rest[..open]).Append(value);
            rest = rest[(close + 1)..];
        }

        return scope.Append(rest).ToString();
    }

    private static string? ValueOf(HttpContext? context, string name) =>
        Convert.ToString(context?.GetRouteValue(name), CultureInfo.InvariantCulture) is { Length: > 0 } value && !value.AsSpan().ContainsAnyExcept(Unreserved)
            ? value
            : null;
}
