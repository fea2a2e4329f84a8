using System.Text;
using System.Text.Json;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>A notice on its way between nodes: a JSON array of the sender's node id, the topic and the key.</summary>
internal static class ChangePayload
{
    /// <summary>PostgreSQL takes less than 8000 bytes.</summary>
    private const int MaxBytes = 7900;

    /// <summary>A key that does not fit becomes the empty one, which means any.</summary>
    internal static string Write(string node, ChangeNotice notice)
    {
        var text = JsonSerializer.Serialize<string[]>([node, notice.Topic, notice.Key]);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : JsonSerializer.Serialize<string[]>([node, notice.Topic, string.Empty]);
    }

    /// <summary>Anybody with rights on the database may send anything: what does not parse is nobody's notice.</summary>
    internal static bool TryRead(string text, out string node, out ChangeNotice notice)
    {
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(text) is [{ } from, { Length: > 0 } topic, { } key])
            {
                (node, notice) = (from, new ChangeNotice(topic, key));
                return true;
            }
        }
        catch (JsonException)
        {
        }

        (node, notice) = (string.Empty, new ChangeNotice(string.Empty, string.Empty));
        return false;
    }
}
