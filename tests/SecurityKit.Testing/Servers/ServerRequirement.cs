namespace SecurityKit.Testing;

/// <summary>What happens to a test whose server program is not installed: skipped with the reason, or failed where servers are required.</summary>
public static class ServerRequirement
{
    public static bool IsStrict => Environment.GetEnvironmentVariable("SECURITYKIT_REQUIRE_SERVERS") == "1";

    /// <summary>The first path that exists.</summary>
    public static string Find(string package, params string[] candidates)
    {
        if (candidates.FirstOrDefault(File.Exists) is { } found)
        {
            return found;
        }

        var reason = $"{Path.GetFileName(candidates[0])} is not installed (Debian package {package}); looked at {string.Join(", ", candidates)}.";
        if (IsStrict)
        {
            Assert.Fail(reason + " SECURITYKIT_REQUIRE_SERVERS=1 makes this a failure.");
        }

        Assert.Ignore(reason);
        throw new InvalidOperationException(reason);
    }
}
