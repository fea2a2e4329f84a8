using System.Globalization;

namespace SecurityKit.Mfa;

/// <summary>Writes the messages with codes and the notices. A host registers its own for its look; texts alone can be set in <see cref="MfaOptions.Texts"/>. Thread-safe.</summary>
public interface IMfaMessageComposer
{
    /// <summary>Writes a message with a code.</summary>
    /// <param name="channel">How it travels.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="code">The code. Nothing else in the process keeps it.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="culture">The reader's language, as far as it is known.</param>
    /// <returns>The message.</returns>
    OutboundMessage ComposeCode(MessageChannel channel, string destination, string code, TimeSpan lifetime, CultureInfo culture);

    /// <summary>Writes a notice of a change.</summary>
    /// <param name="destination">The e-mail address it goes to.</param>
    /// <param name="notice">What happened.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="culture">The reader's language, as far as it is known.</param>
    /// <returns>The message.</returns>
    OutboundMessage ComposeNotice(string destination, MfaNotice notice, DateTimeOffset at, CultureInfo culture);
}
