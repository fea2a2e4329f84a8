using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Under which prefixes the kit's endpoints are mapped. Filled while the host is built, read by every request.</summary>
internal sealed class KitRoutes
{
    private volatile PathString[] _prefixes = [];

    internal void Add(PathString prefix)
    {
        if (!_prefixes.Contains(prefix))
        {
            _prefixes = [.. _prefixes, prefix];
        }
    }

    internal bool Contains(PathString path)
    {
        foreach (var prefix in _prefixes)
        {
            if (path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
