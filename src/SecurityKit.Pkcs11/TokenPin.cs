using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Pkcs11;

/// <summary>Reads the PIN each time it is needed; it is not kept.</summary>
internal static class TokenPin
{
    /// <summary>Gives the PIN to <paramref name="use"/> and wipes it.</summary>
    internal static T Use<T>(Pkcs11Options options, Func<byte[], T> use)
    {
        var pin = Read(options);
        try
        {
            return use(pin);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }

    private static byte[] Read(Pkcs11Options options)
    {
        if (options.PinEnvironmentVariable is { } variable)
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
                ? Encoding.UTF8.GetBytes(text)
                : throw new SecurityKitConfigurationException([$"PKCS#11: the environment variable {variable} with the token's PIN is not set."]);
        }

        try
        {
            var content = File.ReadAllBytes(options.PinFile!);
            var pin = content.AsSpan().TrimEnd("\r\n"u8).ToArray();
            CryptographicOperations.ZeroMemory(content);
            return pin.Length > 0 ? pin : throw new SecurityKitConfigurationException([$"PKCS#11: the PIN file {options.PinFile} is empty."]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecurityKitConfigurationException([$"PKCS#11: the PIN file {options.PinFile} cannot be read ({exception.GetType().Name})."]);
        }
    }
}
