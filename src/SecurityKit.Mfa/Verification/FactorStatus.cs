namespace SecurityKit.Mfa;

internal enum FactorStatus
{
    Invalid = 0,
    Replayed,
    Verified,
}
