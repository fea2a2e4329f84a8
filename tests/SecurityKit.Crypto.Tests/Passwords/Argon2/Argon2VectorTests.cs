using System.Runtime.InteropServices;
using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Passwords;

[Category("Vectors")]
public sealed unsafe class Argon2VectorTests
{
    public enum Kernel
    {
        Scalar,
        Vector256,
        Vector512,
        Chosen,
    }

    [Test]
    public void Every_vector_of_RFC_9106_comes_out_on_every_kernel([Values] Kernel kernel)
    {
        foreach (var vector in VectorFile.Cases("hashing/argon2-rfc9106.json"))
        {
            var digest = new byte[64];
            Crypto.Argon2.PreHash(ParametersOf(vector), InputsOf(vector), vector.GetProperty("tagLength").GetInt32(), digest);
            Assert.Multiple(() =>
            {
                Assert.That(Convert.ToHexStringLower(digest), Is.EqualTo(vector.GetProperty("preHashingDigestHex").GetString()));
                Assert.That(TagOf(vector, kernel, threads: 1), Is.EqualTo(vector.GetProperty("tagHex").GetString()));
                Assert.That(TagOf(vector, kernel, threads: 4), Is.EqualTo(vector.GetProperty("tagHex").GetString()), "lanes in parallel");
            });
        }
    }

    [Test]
    public void Every_hash_of_the_reference_tool_comes_out([Values(Kernel.Scalar, Kernel.Chosen)] Kernel kernel)
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases("hashing/argon2.json"))
        {
            count++;
            if (kernel == Kernel.Scalar && vector.GetProperty("memoryKiB").GetInt32() > 8192)
            {
                continue;
            }

            Assert.That(TagOf(vector, kernel, threads: 2), Is.EqualTo(vector.GetProperty("tagHex").GetString()), vector.GetProperty("id").GetString());
        }

        Assert.That(count, Is.EqualTo(70));
    }

    private static string TagOf(JsonElement vector, Kernel kernel, int threads)
    {
        if (kernel == Kernel.Vector256 && !Argon2Vector256Kernel.IsSupported)
        {
            Assert.Ignore("This processor has no AVX2.");
        }

        var parameters = ParametersOf(vector);
        var tag = new byte[vector.GetProperty("tagLength").GetInt32()];
        var memory = NativeMemory.AlignedAlloc((nuint)parameters.MemoryBytes, 64);
        try
        {
            var span = new Span<byte>(memory, (int)parameters.MemoryBytes);
            var inputs = InputsOf(vector);
            switch (kernel)
            {
                case Kernel.Scalar:
                    Crypto.Argon2.Compute<Argon2ScalarKernel>(parameters, inputs, span, threads, tag, CancellationToken.None);
                    break;
                case Kernel.Vector256:
                    Crypto.Argon2.Compute<Argon2Vector256Kernel>(parameters, inputs, span, threads, tag, CancellationToken.None);
                    break;
                case Kernel.Vector512:
                    Crypto.Argon2.Compute<Argon2Vector512Kernel>(parameters, inputs, span, threads, tag, CancellationToken.None);
                    break;
                default:
                    Crypto.Argon2.Compute(parameters, inputs, span, threads, tag, CancellationToken.None);
                    break;
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }

        return Convert.ToHexStringLower(tag);
    }

    private static Argon2Parameters ParametersOf(JsonElement vector) => new(
        Enum.Parse<Argon2Variant>(vector.GetProperty("type").GetString()!, ignoreCase: true),
        vector.GetProperty("version").GetInt32(),
        vector.GetProperty("memoryKiB").GetInt32(),
        vector.GetProperty("iterations").GetInt32(),
        vector.GetProperty("parallelism").GetInt32());

    private static Argon2Inputs InputsOf(JsonElement vector) => new()
    {
        Password = BytesOf(vector, "passwordHex"),
        Salt = BytesOf(vector, "saltHex"),
        Secret = BytesOf(vector, "secretHex"),
        AssociatedData = BytesOf(vector, "associatedDataHex"),
    };

    private static byte[] BytesOf(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var hex) ? Convert.FromHexString(hex.GetString()!) : [];
}
