using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SecurityKit.AspNetCore;
using SecurityKit.Sessions;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What all pages of the portal share: problems beside their inputs, one sentence on top, and where to go next.</summary>
public abstract class PortalPageModel : PageModel
{
    private readonly List<InputProblem> _problems = [];

    /// <summary>What went wrong with the whole form; shown on top, announced to screen readers.</summary>
    public string? Trouble { get; protected set; }

    /// <summary>Where the person wanted to go before they were asked for something.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What was done on the page before this one; see <see cref="Notices"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>The session of the page's visitor, on pages that require one.</summary>
    public Session Session => User.FindSession() ?? throw new InvalidOperationException("The page requires no session.");

    /// <summary>The problems of one input.</summary>
    public IEnumerable<string> ProblemsOf(string input) => _problems.Where(p => p.Input == input).Select(p => p.Message);

    /// <summary>Shows problems beside the inputs they belong to; those of inputs the page does not have go on top.</summary>
    protected PageResult ShowProblems(IEnumerable<InputProblem> problems, params ReadOnlySpan<string> inputs)
    {
        foreach (var problem in problems)
        {
            if (inputs.Contains(problem.Input))
            {
                _problems.Add(problem);
            }
            else
            {
                Trouble = Trouble is null ? problem.Message : $"{Trouble} {problem.Message}";
            }
        }

        return Page();
    }

    /// <summary>Shows one sentence on top.</summary>
    protected PageResult ShowTrouble(string sentence)
    {
        Trouble = sentence;
        return Page();
    }

    /// <summary>Goes where the person wanted to go, if that is a page of this portal.</summary>
    protected RedirectResult GoOn(string fallback = "/") => Redirect(LocalUrl.IsLocal(ReturnUrl) ? ReturnUrl! : fallback);

    /// <summary>How long to wait, for people.</summary>
    protected static string Wait(TimeSpan time) => time.TotalMinutes < 2
        ? $"{Math.Max(1, (int)Math.Ceiling(time.TotalSeconds))} seconds"
        : $"{(int)Math.Ceiling(time.TotalMinutes)} minutes";
}
