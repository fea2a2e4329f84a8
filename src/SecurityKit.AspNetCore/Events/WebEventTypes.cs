namespace SecurityKit.AspNetCore;

/// <summary>The types of the security events that the web package raises itself.</summary>
public static class WebEventTypes
{
    /// <summary>A network used up a budget of the routes that anyone may call; the reason names the budget.</summary>
    public const string Throttled = "web.throttled";

    /// <summary>A request with a session cookie lacked a valid anti-forgery token or came from another site.</summary>
    public const string AntiforgeryRefused = "web.antiforgery.refused";

    /// <summary>An authenticated caller was refused; the reason says what it lacked.</summary>
    public const string AccessDenied = "web.access.denied";
}
