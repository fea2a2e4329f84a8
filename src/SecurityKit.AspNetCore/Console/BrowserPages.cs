namespace SecurityKit.AspNetCore;

/// <summary>On a page's endpoint: where a browser is sent that may not see it, unless <see cref="BrowserOptions"/> names the host's own pages.</summary>
internal sealed record BrowserPages(string SignIn, string StepUp, string Enrollment, string Denied);
