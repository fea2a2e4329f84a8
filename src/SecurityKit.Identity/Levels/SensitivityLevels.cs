namespace SecurityKit.Identity;

/// <summary>The written names of <see cref="SensitivityLevel"/>, and the one comparison that decides.</summary>
public static class SensitivityLevels
{
    private static readonly string[] Names = ["PUBLIC", "INTERNAL", "CONFIDENTIAL", "RESTRICTED", "TOP_SECRET"];

    /// <summary>The written name.</summary>
    /// <param name="level">A defined level.</param>
    /// <returns>Such as <c>TOP_SECRET</c>.</returns>
    public static string NameOf(SensitivityLevel level) => IsDefined(level)
        ? Names[(int)level]
        : throw new ArgumentOutOfRangeException(nameof(level), level, "There is no such level.");

    /// <summary>Reads a written name; upper and lower case mean the same, anything else means nothing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="level">The level.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? name, out SensitivityLevel level)
    {
        var index = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        level = (SensitivityLevel)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Whether a clearance reaches a level. A value that is no level reaches nothing and is reached by nothing.</summary>
    /// <param name="clearance">The subject's clearance.</param>
    /// <param name="level">The data's level.</param>
    /// <returns>Whether access is allowed.</returns>
    public static bool Allows(SensitivityLevel clearance, SensitivityLevel level) =>
        IsDefined(clearance) && IsDefined(level) && clearance >= level;

    internal static bool IsDefined(SensitivityLevel level) => level is >= SensitivityLevel.Public and <= SensitivityLevel.TopSecret;
}
