namespace SecurityKit.Geo;

/// <summary>Tells one file from the one that takes its place, also where the path is a link that is turned to another file.</summary>
internal sealed record GeoFileStamp(string Path, string Target, long Length, DateTime WrittenAt, bool IsMapped)
{
    /// <summary>The file that is there now; null when there is none.</summary>
    internal static GeoFileStamp? Of(string path, bool isMapped)
    {
        try
        {
            var link = new FileInfo(path);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return file.Exists ? new GeoFileStamp(path, file.FullName, file.Length, file.LastWriteTimeUtc, isMapped) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
