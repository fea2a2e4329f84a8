namespace SecurityKit.Crypto;

/// <summary>A ring as the host set it up.</summary>
internal sealed record KeyRingDefinition(string Name, KeyKind Kind, KeyRingOptions Options, SigningAlgorithm SigningAlgorithm = SigningAlgorithm.ES256)
{
    internal bool CountsMessages => Kind == KeyKind.Data;

    internal string AlgorithmName => Kind switch
    {
        KeyKind.Data => Options.Algorithm.ToString(),
        KeyKind.Signing => SigningAlgorithm.ToString(),
        _ => "HS256",
    };
}
