namespace SecurityKit.Samples.Worker;

/// <summary>How fast the sample goes; a real worker rotates by the month and keeps by the year.</summary>
internal sealed class WorkerOptions
{
    internal const string Section = "Worker";

    /// <summary>How often the key is rotated.</summary>
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a reading is kept.</summary>
    public TimeSpan KeepReadings { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Ends the worker by itself after this time.</summary>
    public TimeSpan? RunFor { get; set; }
}
