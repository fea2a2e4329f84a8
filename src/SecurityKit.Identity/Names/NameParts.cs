namespace SecurityKit.Identity;

/// <summary>A user name in the three forms that are kept.</summary>
/// <param name="Display">As it is shown: normalised, case kept.</param>
/// <param name="Key">As it is compared (RFC 8265, UsernameCaseMapped).</param>
/// <param name="Skeleton">As it looks: names that look alike have the same skeleton (the idea of UTS 39).</param>
internal sealed record NameParts(string Display, string Key, string Skeleton);
