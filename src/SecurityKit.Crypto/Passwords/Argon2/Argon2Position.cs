namespace SecurityKit.Crypto;

/// <summary>Which segment of Argon2's memory is being filled.</summary>
internal readonly record struct Argon2Position(int Pass, int Slice, int Lane);
