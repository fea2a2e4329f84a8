using System.Runtime.InteropServices;
using SecurityKit.Crypto;

namespace SecurityKit.Pkcs11.Tests;

/// <summary>A few wrong PINs lock a token for good, so that one which was refused must not be tried again by itself.</summary>
[NonParallelizable]
public sealed class RefusedPinTests
{
    private const int FlagsAt = 96;
    private const nuint UserPinCountLow = 0x10000;

    private string _pinFile = null!;
    private Pkcs11Options _options = null!;

    [SetUp]
    public void Prepare()
    {
        _pinFile = Path.GetTempFileName();
        _options = new Pkcs11Options();
        SoftToken.Configure(_options);
        (_options.TokenLabel, _options.PinFile) = (SoftToken.GuardedLabel, _pinFile);
        LetTheTokenForgetWrongPins();
    }

    [TearDown]
    public void Delete() => File.Delete(_pinFile);

    [Test]
    public void A_PIN_that_was_refused_at_a_start_is_not_tried_at_the_next_start_of_the_same_process()
    {
        File.WriteAllText(_pinFile, "100001");
        Assert.That(Open, Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("does not accept the PIN"));
        Assert.That(HasTheTokenSeenAWrongPin(), Is.True);
        LetTheTokenForgetWrongPins();

        File.WriteAllText(_pinFile, "100001\n");
        Assert.That(Open, Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("not tried again").And.Message.Not.Contain("100001"));
        Assert.That(HasTheTokenSeenAWrongPin(), Is.False, "it was not asked");

        File.WriteAllText(_pinFile, "100002");
        Assert.That(Open, Throws.TypeOf<SecurityKitConfigurationException>());
        Assert.That(HasTheTokenSeenAWrongPin(), Is.True, "another content of the file is tried");
    }

    [Test]
    public async Task A_PIN_that_is_refused_while_the_host_runs_is_an_outage_and_is_tried_once_until_it_is_corrected()
    {
        File.WriteAllText(_pinFile, SoftToken.Pin);
        using var wrapper = await Pkcs11KeyWrapper.OpenAsync(_options, TimeProvider.System, CancellationToken.None);
        var wrapped = await wrapper.WrapAsync(new byte[32], default, CancellationToken.None);
        File.WriteAllText(_pinFile, "200001");
        CloseAllSessions();

        Assert.That(async () => await wrapper.UnwrapAsync(wrapped, default, CancellationToken.None), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(HasTheTokenSeenAWrongPin(), Is.True);
        File.WriteAllText(_pinFile, SoftToken.Pin);
        LetTheTokenForgetWrongPins();
        File.WriteAllText(_pinFile, "200001");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.That(async () => await wrapper.UnwrapAsync(wrapped, default, CancellationToken.None), Throws.TypeOf<StoreUnavailableException>());
        }

        Assert.That(HasTheTokenSeenAWrongPin(), Is.False, "it was not asked again");
        File.WriteAllText(_pinFile, SoftToken.Pin);
        Assert.That(await wrapper.UnwrapAsync(wrapped, default, CancellationToken.None), Is.EqualTo(new byte[32]));
    }

    private void Open() => Pkcs11KeySession.Open(_options).Dispose();

    /// <summary>A right PIN takes the token's mark of a wrong one away.</summary>
    private void LetTheTokenForgetWrongPins()
    {
        var content = File.ReadAllText(_pinFile);
        File.WriteAllText(_pinFile, SoftToken.Pin);
        Open();
        File.WriteAllText(_pinFile, content);
        Assert.That(HasTheTokenSeenAWrongPin(), Is.False);
    }

    private static unsafe bool HasTheTokenSeenAWrongPin()
    {
        var info = stackalloc byte[512];
        Assert.That((ulong)((delegate* unmanaged<nuint, byte*, nuint>)Function("C_GetTokenInfo"))(Slot(), info), Is.Zero);
        return (*(nuint*)(info + FlagsAt) & UserPinCountLow) != 0;
    }

    /// <summary>As a restart of the token does.</summary>
    private static unsafe void CloseAllSessions() => Assert.That((ulong)((delegate* unmanaged<nuint, nuint>)Function("C_CloseAllSessions"))(Slot()), Is.Zero);

    private static nuint Slot() => Pkcs11Module.Load(SoftToken.Module).FindToken(SoftToken.GuardedLabel)!.Value.Slot;

    private static unsafe void* Function(string name) => (void*)NativeLibrary.GetExport(NativeLibrary.Load(SoftToken.Module), name);
}
