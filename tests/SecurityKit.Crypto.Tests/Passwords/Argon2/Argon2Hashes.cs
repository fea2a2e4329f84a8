using System.Text;

namespace SecurityKit.Crypto.Tests.Passwords;

/// <summary>Makes hashes with parameters that the hasher itself would not use.</summary>
internal static class Argon2Hashes
{
    internal static string Make(string head, string password)
    {
        var salt = "somesaltsomesalt"u8;
        var text = head + PhcBase64.Encode(salt) + "$" + PhcBase64.Encode(new byte[32]);
        if (!Argon2PhcFormat.TryRead(text, out var parameters, out _, out _))
        {
            throw new ArgumentException("Not the head of a PHC string.", nameof(head));
        }

        var tag = new byte[32];
        Crypto.Argon2.Compute(
            parameters, new Argon2Inputs { Password = Encoding.UTF8.GetBytes(password), Salt = salt },
            new byte[parameters.MemoryBytes], threads: 1, tag, CancellationToken.None);
        return head + PhcBase64.Encode(salt) + "$" + PhcBase64.Encode(tag);
    }
}
