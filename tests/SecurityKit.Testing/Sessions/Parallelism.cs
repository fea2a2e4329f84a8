namespace SecurityKit.Testing;

/// <summary>Runs calls at the same time: all of them are started before the first may go on.</summary>
public static class Parallelism
{
    public static async Task<T[]> RunAsync<T>(int count, Func<int, ValueTask<T>> call)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await call(i);
        })).ToList();
        start.SetResult();
        return await Task.WhenAll(calls);
    }
}
