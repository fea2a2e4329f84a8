using System.Diagnostics;

namespace SecurityKit.KeyRing.Node;

/// <summary>Ends the process without a farewell when the named step is reached.</summary>
internal sealed class DeadlySteps(string fault)
{
    internal bool IsArmed { get; set; }

    internal void Reach(string step)
    {
        if (IsArmed && step == fault)
        {
            // SIGKILL: no handler, no finally block, no flush.
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
