namespace SecurityKit.Crypto;

/// <summary>A backup: everything that was in an earlier format when one pass over the source began.</summary>
/// <param name="File">The file's name in the work folder.</param>
/// <param name="Records">How many values it holds.</param>
/// <param name="Sha256">The file's SHA-256, hex.</param>
public sealed record MigrationBackupInfo(string File, long Records, string Sha256);
