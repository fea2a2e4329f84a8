namespace SecurityKit.Crypto;

/// <summary>The KEK that wraps from now on, and former ones that still unwrap.</summary>
internal sealed record KeyWrapperSet(IKeyWrapper Present, IReadOnlyList<IKeyWrapper> Former)
{
    internal IKeyWrapper? Find(string kekId) =>
        Present.KekId == kekId ? Present : Former.FirstOrDefault(w => w.KekId == kekId);
}
