namespace SecurityKit.Crypto;

/// <summary>What separates the keys derived from one data key. None is the beginning of another, and none ever changes.</summary>
internal static class DerivationLabels
{
    internal const string Envelope = "SecurityKit envelope v1";
    internal const string KeyedHash = "SecurityKit keyed hash v1";
    internal const string Index = "SecurityKit index v1";
    internal const string Stream = "SecurityKit stream v1";
}
