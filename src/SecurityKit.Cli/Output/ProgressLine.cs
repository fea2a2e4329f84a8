using Spectre.Console;

namespace SecurityKit.Cli;

/// <summary>Shows how far a migration is: a bar on a terminal, else one plain line a second on standard error. Thread-safe.</summary>
internal sealed class ProgressLine : IProgress<Crypto.MigrationProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ProgressContext? _bars;
    private readonly Dictionary<Crypto.MigrationPhase, ProgressTask> _tasks = [];
    private Crypto.MigrationPhase? _phase;
    private long _toldAt;

    private ProgressLine(ProgressContext? bars) => _bars = bars;

    /// <summary>Does the work with something that shows how far it is.</summary>
    internal static async ValueTask<T> WhileAsync<T>(ToolOutput output, Func<IProgress<Crypto.MigrationProgress>, ValueTask<T>> work)
    {
        if (!output.IsTerminal)
        {
            return await work(new ProgressLine(bars: null)).ConfigureAwait(false);
        }

        return await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async bars => await work(new ProgressLine(bars)).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    public void Report(Crypto.MigrationProgress value)
    {
        lock (_lock)
        {
            if (_bars is not null)
            {
                ShowBar(value);
            }
            else if (_phase != value.Phase || TimeProvider.System.GetElapsedTime(_toldAt) >= Pause)
            {
                _phase = value.Phase;
                _toldAt = TimeProvider.System.GetTimestamp();
                Console.Error.WriteLine(value.Total is { } total ? $"{value.Phase}: {value.Done} of {total}" : $"{value.Phase}: {value.Done}");
            }
        }
    }

    private void ShowBar(Crypto.MigrationProgress value)
    {
        if (!_tasks.TryGetValue(value.Phase, out var task))
        {
            _tasks[value.Phase] = task = _bars!.AddTask(value.Phase.ToString(), maxValue: value.Total ?? 1);
        }

        task.IsIndeterminate = value.Total is null;
        task.MaxValue = value.Total ?? Math.Max(value.Done, 1);
        task.Value = value.Done;
    }
}
