using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Samples.Portal.Profile;

/// <summary>
/// A note of each person, in a file that only a key of that person opens. Nobody has to find and delete the files when an account goes: the kit destroys the key,
/// and every copy of the file, backups included, is noise from then on.
/// </summary>
public sealed class ProfileNotes(ISubjectEncryptor subjects, string folder)
{
    public const int MaxLength = 1000;

    private readonly ISubjectEncryptor _encryptor = subjects.ForPurpose("profile.note");

    /// <summary>The person's note; empty when there is none.</summary>
    public async Task<string> ReadAsync(string subject, CancellationToken cancellationToken)
    {
        var file = FileOf(subject);
        return File.Exists(file)
            ? await _encryptor.DecryptTextAsync(subject, await File.ReadAllTextAsync(file, cancellationToken), cancellationToken: cancellationToken)
            : string.Empty;
    }

    /// <summary>Keeps a note instead of the former one; the file changes as a whole.</summary>
    public async Task WriteAsync(string subject, string note, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (file, temporary) = (FileOf(subject), Path.Combine(folder, Path.GetRandomFileName()));
        await File.WriteAllTextAsync(temporary, await _encryptor.EncryptTextAsync(subject, note, cancellationToken: cancellationToken), cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }

    private string FileOf(string subject) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject))) + ".note");
}
