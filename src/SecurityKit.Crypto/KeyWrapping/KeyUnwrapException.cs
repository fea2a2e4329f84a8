namespace SecurityKit.Crypto;

/// <summary>A wrapped key did not unwrap: another KEK, another place, or changed bytes.</summary>
/// <param name="message">What did not unwrap and what to do. Never a key.</param>
/// <param name="innerException">The cause.</param>
public sealed class KeyUnwrapException(string message, Exception? innerException = null) : SecurityKitException(message, innerException);
