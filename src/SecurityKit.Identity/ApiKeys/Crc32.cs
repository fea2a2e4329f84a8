namespace SecurityKit.Identity;

/// <summary>CRC-32 (ISO-HDLC, polynomial 0xEDB88320 reflected) of ASCII text: finds typing errors and lets scanners rule out chance hits. No secret rests on it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = CreateTable();

    internal static uint Of(ReadOnlySpan<char> ascii)
    {
        var crc = uint.MaxValue;
        foreach (var c in ascii)
        {
            crc = Table[(crc ^ c) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }
}
