namespace SecurityKit.Crypto;

/// <summary>A ring as the host set it up.</summary>
internal sealed record KeyRingDefinition(string Name, KeyKind Kind, KeyRingOptions Options)
{
    internal bool CountsMessages => Kind == KeyKind.Data;

    internal string AlgorithmName => Kind switch
    {
        KeyKind.Data => Options.Algorithm.ToString(),
        KeyKind.Signing => "ES256",
        _ => "HS256",
    };
}
