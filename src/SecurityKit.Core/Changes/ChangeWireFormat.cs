using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SecurityKit;

/// <summary>A notice on its way between nodes: a JSON array of the sender's node id, the topic and the key.</summary>
public static class ChangeWireFormat
{
    /// <summary>Writes a notice. A key that does not fit becomes the empty one, which means any.</summary>
    /// <param name="node">The sender, so that it can pass over what it sent itself.</param>
    /// <param name="notice">The notice.</param>
    /// <param name="maxBytes">What the carrier takes, in UTF-8 bytes.</param>
    /// <returns>The text.</returns>
    public static string Write(string node, ChangeNotice notice, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(notice);
        var text = Join(node, notice.Topic, notice.Key);
        return Encoding.UTF8.GetByteCount(text) <= maxBytes ? text : Join(node, notice.Topic, string.Empty);
    }

    /// <summary>Reads a notice. Anybody with rights on the carrier may send anything: what does not parse is nobody's notice.</summary>
    /// <param name="text">What arrived.</param>
    /// <param name="node">The sender.</param>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it was one.</returns>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? node, [NotNullWhen(true)] out ChangeNotice? notice)
    {
        (node, notice) = (null, null);
        try
        {
            var parts = text is null ? null : JsonSerializer.Deserialize(text, ChangeWireJsonContext.Default.StringArray);
            if (parts is [not null, { Length: > 0 }, not null])
            {
                (node, notice) = (parts[0], new ChangeNotice(parts[1], parts[2]));
            }
        }
        catch (JsonException)
        {
        }

        return notice is not null;
    }

    private static string Join(string node, string topic, string key) =>
        JsonSerializer.Serialize([node, topic, key], ChangeWireJsonContext.Default.StringArray);
}
