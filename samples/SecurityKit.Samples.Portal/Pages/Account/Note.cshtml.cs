using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;
using SecurityKit.Samples.Portal.Profile;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>A note that is gone when its writer is.</summary>
[RequireSession]
public sealed class NoteModel(ProfileNotes notes) : PortalPageModel
{
    [BindProperty]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            Note = await notes.ReadAsync(Session.Subject, cancellationToken);
            return Page();
        }
        catch (DecryptionFailedException)
        {
            return ShowTrouble("The note of this account cannot be read any more. Its key was destroyed.");
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Note is { Length: > ProfileNotes.MaxLength })
        {
            return ShowProblems([new InputProblem("note", "too_long", $"A note has at most {ProfileNotes.MaxLength} characters.")], "note");
        }

        try
        {
            await notes.WriteAsync(Session.Subject, Note ?? string.Empty, cancellationToken);
            return Redirect("/account/note?done=note-saved");
        }
        catch (SubjectErasedException)
        {
            return ShowTrouble("Nothing is kept for this account any more. Its key was destroyed.");
        }
    }
}
