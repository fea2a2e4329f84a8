namespace SecurityKit.Sessions;

/// <summary>The device a session was started on, as far as the request told.</summary>
/// <param name="Name">A name for people, such as <c>Firefox on Windows</c>. Made from the User-Agent, which the client chooses freely.</param>
/// <param name="Fingerprint">A keyed hash of the normalised request headers that recognises the device again; holds no address. Null when there were no headers.</param>
public sealed record SessionDevice(string Name, string? Fingerprint);
