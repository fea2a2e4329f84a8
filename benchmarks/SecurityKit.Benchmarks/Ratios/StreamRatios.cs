using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Benchmarks.Encryption;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Ratios;

/// <summary>A stream of 16 MiB beside the same data through the platform's cipher in pieces of the same size, both from memory to nowhere.</summary>
internal static class StreamRatios
{
    private const int Size = 16 << 20;
    private const int Piece = 64 << 10;

    internal static async Task RunAsync()
    {
        using var host = await EncryptionHost.CreateAsync();
        var streams = host.Kit.GetRequiredService<IStreamEncryptor>().ForPurpose("benchmark");
        var data = RandomNumberGenerator.GetBytes(Size);
        using var encrypted = new MemoryStream();
        await streams.EncryptAsync(new MemoryStream(data), encrypted);
        var stream = encrypted.ToArray();

        var (nonce, output, tag) = (new byte[12], new byte[Piece], new byte[16]);
        var tags = new byte[Size / Piece][];
        var ciphertext = new byte[Size];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = new byte[16];
            host.Raw.Encrypt(nonce, data.AsSpan(i * Piece, Piece), ciphertext.AsSpan(i * Piece, Piece), tags[i]);
        }

        RatioTable.Print(
            $"Encrypt a stream of {Size >> 20} MiB",
            new Contender("raw AesGcm in pieces of 64 KiB", Times(() => InPieces(data, (_, piece) => host.Raw.Encrypt(nonce, piece, output, tag)))),
            new Contender("SecurityKit stream", Times(() => Wait(streams.EncryptAsync(new MemoryStream(data), Stream.Null)))));
        RatioTable.Print(
            $"Decrypt a stream of {Size >> 20} MiB",
            new Contender("raw AesGcm in pieces of 64 KiB", Times(() => InPieces(ciphertext, (i, piece) => host.Raw.Decrypt(nonce, piece, tags[i], output)))),
            new Contender("SecurityKit stream", Times(() => Wait(streams.DecryptAsync(new MemoryStream(stream), Stream.Null)))));
    }

    private delegate void OnPiece(int index, ReadOnlySpan<byte> piece);

    private static void InPieces(byte[] data, OnPiece call)
    {
        for (var i = 0; i < data.Length / Piece; i++)
        {
            call(i, data.AsSpan(i * Piece, Piece));
        }
    }

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static Action<int> Times(Action operation) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    };
}
