namespace SecurityKit.Benchmarks.Ratios;

/// <summary><c>dotnet run -c Release -- ratios [encryption] [streams] [ring] [argon2]</c>; all of them when none is named.</summary>
internal static class RatioProgram
{
    internal static async Task RunAsync(string[] areas)
    {
        if (Wants("encryption"))
        {
            await EncryptionRatios.RunAsync();
        }

        if (Wants("streams"))
        {
            await StreamRatios.RunAsync();
        }

        if (Wants("ring"))
        {
            await RingRatios.RunAsync();
        }

        if (Wants("argon2"))
        {
            Argon2Ratios.Run();
        }

        bool Wants(string area) => areas.Length == 0 || areas.Contains(area, StringComparer.Ordinal);
    }
}
