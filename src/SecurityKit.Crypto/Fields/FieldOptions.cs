using System.Text.Json.Serialization.Metadata;

namespace SecurityKit.Crypto;

/// <summary>How the values of fields become bytes. Set in code; read once, at the first use.</summary>
public sealed class FieldOptions
{
    /// <summary>
    /// What writes types of the host's own as JSON, usually a source-generated <c>JsonSerializerContext</c>. Text, numbers, dates, <c>Guid</c>,
    /// <c>bool</c>, byte arrays and JSON nodes need none.
    /// </summary>
    public IList<IJsonTypeInfoResolver> TypeInfoResolvers { get; } = [];
}
