using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

[TestFixture(EncryptionAlgorithm.Aes256Gcm)]
[TestFixture(EncryptionAlgorithm.XAes256Gcm)]
[TestFixture(EncryptionAlgorithm.ChaCha20Poly1305)]
public sealed class StreamEncryptorTests(EncryptionAlgorithm algorithm)
{
    private const int Segment = 1 << StreamFormat.MinSegmentBits;
    private const int Sealed = Segment + Aead.TagSizeBytes;
    private static readonly byte[] Owner = Encoding.UTF8.GetBytes("files/42");

    private TestCrypto _crypto = null!;
    private StreamEncryptor _streams = null!;

    [OneTimeSetUp]
    public async Task Create()
    {
        _crypto = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        _streams = new StreamEncryptor(
            _crypto.Services.GetRequiredService<KeyRingRegistry>().Get(KeyRingNames.Data), "test", _crypto.Services.GetRequiredService<CryptoMetrics>(),
            NullLogger<StreamEncryptor>.Instance, StreamFormat.MinSegmentBits);
    }

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(Segment - 1)]
    [TestCase(Segment)]
    [TestCase(Segment + 1)]
    [TestCase(3 * Segment)]
    [TestCase((5 * Segment) + 7)]
    public async Task What_is_encrypted_decrypts(int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        var encrypted = await EncryptAsync(data);
        var segments = Math.Max(1, (size + Segment - 1) / Segment);

        Assert.That(encrypted, Has.Length.EqualTo(StreamFormat.HeaderSizeBytes + size + (segments * Aead.TagSizeBytes)));
        Assert.That(await DecryptAsync(encrypted), Is.EqualTo(data));
    }

    [Test]
    public async Task A_source_that_gives_a_byte_at_a_time_makes_no_difference()
    {
        var data = RandomNumberGenerator.GetBytes((2 * Segment) + 5);
        using var encrypted = new MemoryStream();
        await _streams.EncryptAsync(new DripStream(data), encrypted, Owner);
        using var decrypted = new MemoryStream();
        await _streams.DecryptAsync(new DripStream(encrypted.ToArray()), decrypted, Owner);

        Assert.That(decrypted.ToArray(), Is.EqualTo(data));
    }

    [Test]
    public async Task Two_encryptions_of_the_same_data_share_no_segment()
    {
        var data = new byte[3 * Segment];
        var first = Blocks(await EncryptAsync(data));
        var second = Blocks(await EncryptAsync(data));

        Assert.That(first.Concat(second).Select(Convert.ToHexString), Is.Unique);
    }

    [Test]
    public async Task Cutting_at_any_byte_is_refused_and_releases_only_a_true_beginning()
    {
        var data = RandomNumberGenerator.GetBytes((2 * Segment) + 50);
        var encrypted = await EncryptAsync(data);
        foreach (var length in Cuts(encrypted.Length))
        {
            using var released = new MemoryStream();
            Assert.ThrowsAsync<DecryptionFailedException>(async () => await _streams.DecryptAsync(new MemoryStream(encrypted[..length]), released, Owner), $"cut at {length}");
            var part = released.ToArray();
            Assert.That(part.Length % Segment, Is.Zero, $"whole segments only, cut at {length}");
            Assert.That(part, Is.EqualTo(data[..part.Length]), $"cut at {length}");
        }
    }

    [Test]
    public async Task Flipping_a_bit_of_any_byte_is_refused_before_its_segment_is_released()
    {
        var data = RandomNumberGenerator.GetBytes(Segment + 20);
        var encrypted = await EncryptAsync(data);
        for (var i = 0; i < encrypted.Length; i++)
        {
            var changed = encrypted.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            using var released = new MemoryStream();
            Assert.ThrowsAsync<DecryptionFailedException>(async () => await _streams.DecryptAsync(new MemoryStream(changed), released, Owner), $"byte {i}");
            Assert.That(released.Length, Is.EqualTo(i < StreamFormat.HeaderSizeBytes + Sealed ? 0 : Segment), $"byte {i}");
        }
    }

    [Test]
    public async Task Segments_that_are_swapped_repeated_left_out_or_appended_are_refused_in_their_place()
    {
        var data = RandomNumberGenerator.GetBytes((4 * Segment) + 9);
        var encrypted = await EncryptAsync(data);
        var header = encrypted[..StreamFormat.HeaderSizeBytes];
        var s = Blocks(encrypted);

        await AssertRefusedAfterAsync(1, [header, s[0], s[2], s[1], s[3], s[4]]);
        await AssertRefusedAfterAsync(2, [header, s[0], s[1], s[1], s[2], s[3], s[4]]);
        await AssertRefusedAfterAsync(1, [header, s[0], s[2], s[3], s[4]]);
        await AssertRefusedAfterAsync(3, [header, s[0], s[1], s[2], s[4]]);
        await AssertRefusedAfterAsync(3, [header, s[0], s[1], s[2], s[3]]);
        await AssertRefusedAfterAsync(4, [.. new[] { header }, .. s, [0]]);
        await AssertRefusedAfterAsync(4, [.. new[] { header }, .. s, s[4]]);
        await AssertRefusedAfterAsync(4, [.. new[] { header }, .. s, encrypted]);

        async Task AssertRefusedAfterAsync(int segments, byte[][] parts)
        {
            using var released = new MemoryStream();
            Assert.ThrowsAsync<DecryptionFailedException>(
                async () => await _streams.DecryptAsync(new MemoryStream([.. parts.SelectMany(p => p)]), released, Owner));
            Assert.That(released.ToArray(), Is.EqualTo(data[..(segments * Segment)]));
            await Task.CompletedTask;
        }
    }

    [Test]
    public async Task Segments_of_another_stream_under_the_same_key_are_refused()
    {
        var first = await EncryptAsync(new byte[2 * Segment]);
        var second = await EncryptAsync(new byte[2 * Segment]);
        byte[] spliced = [.. first[..(StreamFormat.HeaderSizeBytes + Sealed)], .. second[(StreamFormat.HeaderSizeBytes + Sealed)..]];
        byte[] crossed = [.. first[..StreamFormat.HeaderSizeBytes], .. second[StreamFormat.HeaderSizeBytes..]];

        Assert.ThrowsAsync<DecryptionFailedException>(async () => await DecryptAsync(spliced));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await DecryptAsync(crossed));
    }

    [Test]
    public async Task Another_purpose_other_associated_data_or_another_ring_is_refused_before_anything_is_read()
    {
        var encrypted = await EncryptAsync(new byte[100]);
        await using var elsewhere = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        var foreign = elsewhere.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("test");

        AssertRefused(_streams.ForPurpose("more"), Owner);
        AssertRefused(_streams, Encoding.UTF8.GetBytes("files/43"));
        AssertRefused(_streams, []);
        AssertRefused(foreign, Owner);

        void AssertRefused(IStreamEncryptor encryptor, byte[] associated)
        {
            using var released = new MemoryStream();
            Assert.ThrowsAsync<DecryptionFailedException>(async () => await encryptor.DecryptAsync(new MemoryStream(encrypted), released, associated));
            Assert.That(released.Length, Is.Zero);
        }
    }

    [Test]
    public async Task A_stream_is_no_envelope_and_an_envelope_is_no_stream()
    {
        var encrypted = await EncryptAsync(new byte[100]);
        var envelope = _crypto.Encryptor.ForPurpose("test").Encrypt(new byte[100], Owner);

        Assert.Throws<DecryptionFailedException>(() => _crypto.Encryptor.ForPurpose("test").Decrypt(encrypted, Owner));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await DecryptAsync(envelope));
    }

    [Test]
    public async Task A_stream_of_before_a_rotation_decrypts_and_one_of_a_revoked_key_does_not()
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        var streams = crypto.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("test");
        using var encrypted = new MemoryStream();
        await streams.EncryptAsync(new MemoryStream([1, 2, 3]), encrypted);
        var former = (await crypto.KeyRings.GetStatusAsync(KeyRingNames.Data)).Keys.Single(k => k.State == KeyState.Active).Id;
        await crypto.KeyRings.RotateAsync(KeyRingNames.Data, "test");

        using var decrypted = new MemoryStream();
        await streams.DecryptAsync(new MemoryStream(encrypted.ToArray()), decrypted);
        await crypto.KeyRings.RevokeAsync(KeyRingNames.Data, former, "leaked");

        Assert.That(decrypted.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.ThrowsAsync<DecryptionFailedException>(async () => await streams.DecryptAsync(new MemoryStream(encrypted.ToArray()), Stream.Null));
    }

    [Test]
    public async Task Pipes_work_at_their_readers_pace_and_progress_is_told()
    {
        var data = RandomNumberGenerator.GetBytes((3 * Segment) + 1);
        var toEncrypt = new Pipe();
        var toDecrypt = new Pipe();
        var told = new List<long>();
        var write = Task.Run(async () =>
        {
            await toEncrypt.Writer.WriteAsync(data);
            await toEncrypt.Writer.CompleteAsync();
        });
        var encrypt = Task.Run(async () =>
        {
            await _streams.EncryptAsync(toEncrypt.Reader, toDecrypt.Writer, Owner, new Told(told));
            await toDecrypt.Writer.CompleteAsync();
        });
        using var decrypted = new MemoryStream();
        await _streams.DecryptAsync(toDecrypt.Reader.AsStream(), decrypted, Owner);
        await Task.WhenAll(write, encrypt);

        Assert.That(decrypted.ToArray(), Is.EqualTo(data));
        Assert.That(told, Is.EqualTo(new long[] { Segment, 2 * Segment, 3 * Segment, (3 * Segment) + 1 }));
    }

    [Test]
    public async Task A_file_appears_whole_and_verified_or_not_at_all()
    {
        var folder = Directory.CreateTempSubdirectory("sk-streams-").FullName;
        try
        {
            var (plain, secret, back) = (Path.Combine(folder, "plain"), Path.Combine(folder, "secret"), Path.Combine(folder, "back"));
            var data = RandomNumberGenerator.GetBytes((2 * Segment) + 3);
            await File.WriteAllBytesAsync(plain, data);
            await _streams.EncryptFileAsync(plain, secret, Owner);
            await _streams.DecryptFileAsync(secret, back, Owner);
            Assert.That(await File.ReadAllBytesAsync(back), Is.EqualTo(data));
            Assert.That(File.GetUnixFileMode(back), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

            var cut = (await File.ReadAllBytesAsync(secret))[..^1];
            await File.WriteAllBytesAsync(secret, cut);
            Assert.ThrowsAsync<DecryptionFailedException>(() => _streams.DecryptFileAsync(secret, Path.Combine(folder, "never"), Owner));
            Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "plain", "secret", "back" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[][] Blocks(byte[] encrypted) => [.. encrypted.Skip(StreamFormat.HeaderSizeBytes).Chunk(Sealed)];

    /// <summary>Every length near a border, and every 97th between.</summary>
    private static IEnumerable<int> Cuts(int length) => Enumerable.Range(0, length).Where(i =>
        i <= StreamFormat.HeaderSizeBytes + 40 || (i - StreamFormat.HeaderSizeBytes) % Sealed is < 20 or > Sealed - 20 || length - i < 80 || i % 97 == 0);

    private async Task<byte[]> EncryptAsync(byte[] data)
    {
        using var encrypted = new MemoryStream();
        await _streams.EncryptAsync(new MemoryStream(data), encrypted, Owner);
        return encrypted.ToArray();
    }

    private async Task<byte[]> DecryptAsync(byte[] encrypted)
    {
        using var decrypted = new MemoryStream();
        await _streams.DecryptAsync(new MemoryStream(encrypted), decrypted, Owner);
        return decrypted.ToArray();
    }

    private sealed class Told(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
