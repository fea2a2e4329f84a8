using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// Argon2 (RFC 9106, versions 0x13 and 0x10) in memory that the caller provides and wipes. Thread-safe: it keeps no state.
/// </summary>
internal static unsafe class Argon2
{
    private const int PreHashBytes = Blake2b.MaxOutputBytes;

    /// <summary>Computes a tag.</summary>
    /// <param name="parameters">Cost and variant; well-formed.</param>
    /// <param name="inputs">Password, salt and the rest.</param>
    /// <param name="memory">At least <see cref="Argon2Parameters.MemoryBytes"/>, 64-byte aligned; its content does not matter. Holds derived secrets afterwards.</param>
    /// <param name="threads">How many lanes may be filled at the same time.</param>
    /// <param name="tag">Receives the tag; its length is part of the computation.</param>
    /// <param name="cancellationToken">Looked at between slices.</param>
    internal static void Compute(
        Argon2Parameters parameters, in Argon2Inputs inputs, Span<byte> memory, int threads, Span<byte> tag, CancellationToken cancellationToken)
    {
        if (Vector512.IsHardwareAccelerated && Argon2Vector512Kernel.IsSupported)
        {
            Compute<Argon2Vector512Kernel>(parameters, inputs, memory, threads, tag, cancellationToken);
        }
        else if (Argon2Vector256Kernel.IsSupported)
        {
            Compute<Argon2Vector256Kernel>(parameters, inputs, memory, threads, tag, cancellationToken);
        }
        else
        {
            Compute<Argon2ScalarKernel>(parameters, inputs, memory, threads, tag, cancellationToken);
        }
    }

    /// <summary>As the other overload, on a given kernel.</summary>
    internal static void Compute<TKernel>(
        Argon2Parameters parameters, in Argon2Inputs inputs, Span<byte> memory, int threads, Span<byte> tag, CancellationToken cancellationToken)
        where TKernel : struct, IArgon2Kernel
    {
        if (!parameters.IsWellFormed || memory.Length < parameters.MemoryBytes || tag.Length < 4)
        {
            throw new ArgumentException("The Argon2 parameters are out of the range of RFC 9106, or the memory is too small for them.", nameof(parameters));
        }

        // Block number, as two words, follows the digest when the first blocks of a lane are made.
        Span<byte> seed = stackalloc byte[PreHashBytes + 8];
        PreHash(parameters, inputs, tag.Length, seed[..PreHashBytes]);
        fixed (byte* start = memory)
        {
            var blocks = (ulong*)start;
            StartLanes(parameters, blocks, seed);
            CryptographicOperations.ZeroMemory(seed);
            Fill<TKernel>(parameters, blocks, threads, cancellationToken);
            Finish(parameters, blocks, tag);
        }
    }

    /// <summary>H_0 of RFC 9106, section 3.2.</summary>
    internal static void PreHash(Argon2Parameters parameters, in Argon2Inputs inputs, int tagBytes, Span<byte> digest)
    {
        var hash = new Blake2b(PreHashBytes);
        hash.Append((uint)parameters.Parallelism);
        hash.Append((uint)tagBytes);
        hash.Append((uint)parameters.MemoryKiB);
        hash.Append((uint)parameters.Iterations);
        hash.Append((uint)parameters.Version);
        hash.Append((uint)parameters.Variant);
        AppendWithLength(ref hash, inputs.Password);
        AppendWithLength(ref hash, inputs.Salt);
        AppendWithLength(ref hash, inputs.Secret);
        AppendWithLength(ref hash, inputs.AssociatedData);
        hash.Finish(digest);
    }

    private static void AppendWithLength(ref Blake2b hash, ReadOnlySpan<byte> data)
    {
        hash.Append((uint)data.Length);
        hash.Append(data);
    }

    private static void StartLanes(Argon2Parameters parameters, ulong* blocks, Span<byte> seed)
    {
        Span<byte> bytes = stackalloc byte[Argon2Parameters.BlockBytes];
        for (var lane = 0; lane < parameters.Parallelism; lane++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(seed[(PreHashBytes + 4)..], lane);
            for (var index = 0; index < 2; index++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(seed[PreHashBytes..], index);
                LongHash(seed, bytes);
                var block = blocks + ((((long)lane * parameters.LaneLength) + index) * Argon2Parameters.BlockWords);
                for (var word = 0; word < Argon2Parameters.BlockWords; word++)
                {
                    block[word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * word)..]);
                }
            }
        }

        CryptographicOperations.ZeroMemory(bytes);
    }

    private static void Fill<TKernel>(Argon2Parameters parameters, ulong* blocks, int threads, CancellationToken cancellationToken)
        where TKernel : struct, IArgon2Kernel
    {
        var workers = Math.Min(threads, parameters.Parallelism);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers) };
        for (var pass = 0; pass < parameters.Iterations; pass++)
        {
            for (var slice = 0; slice < Argon2Parameters.SlicesPerPass; slice++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var position = new Argon2Position(pass, slice, Lane: 0);
                if (workers > 1)
                {
                    // Lanes depend on one another only across slices, so the end of the loop is the barrier that the RFC asks for.
                    Parallel.For(
                        0, parameters.Parallelism, parallel, lane => Argon2Segment.Fill<TKernel>(parameters, blocks, position with { Lane = lane }));
                    continue;
                }

                for (var lane = 0; lane < parameters.Parallelism; lane++)
                {
                    Argon2Segment.Fill<TKernel>(parameters, blocks, position with { Lane = lane });
                }
            }
        }
    }

    private static void Finish(Argon2Parameters parameters, ulong* blocks, Span<byte> tag)
    {
        Span<byte> bytes = stackalloc byte[Argon2Parameters.BlockBytes];
        for (var word = 0; word < Argon2Parameters.BlockWords; word++)
        {
            var sum = 0ul;
            for (var lane = 0; lane < parameters.Parallelism; lane++)
            {
                var last = ((lane + 1L) * parameters.LaneLength) - 1;
                sum ^= blocks[(last * Argon2Parameters.BlockWords) + word];
            }

            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * word)..], sum);
        }

        LongHash(bytes, tag);
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>H' of RFC 9106, section 3.3: BLAKE2b stretched to any length by chaining, half a hash at a time.</summary>
    private static void LongHash(ReadOnlySpan<byte> data, Span<byte> output)
    {
        var hash = new Blake2b(Math.Min(output.Length, Blake2b.MaxOutputBytes));
        hash.Append((uint)output.Length);
        hash.Append(data);
        if (output.Length <= Blake2b.MaxOutputBytes)
        {
            hash.Finish(output);
            return;
        }

        const int Half = Blake2b.MaxOutputBytes / 2;
        Span<byte> link = stackalloc byte[Blake2b.MaxOutputBytes];
        hash.Finish(link);
        while (true)
        {
            link[..Half].CopyTo(output);
            output = output[Half..];
            if (output.Length <= Blake2b.MaxOutputBytes)
            {
                Blake2b.Hash(link, output);
                break;
            }

            Blake2b.Hash(link, link);
        }

        CryptographicOperations.ZeroMemory(link);
    }
}
