using Microsoft.Extensions.Hosting;

namespace SecurityKit;

/// <summary>Are the rules that apply in production only in force?</summary>
internal sealed class EnvironmentPostureCheck(IEnumerable<IHostEnvironment> environments) : IPostureCheck
{
    private const int Weight = 6;

    public string Id => "core.environment";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var name = environments.LastOrDefault()?.EnvironmentName;
        var isProduction = string.Equals(name, Environments.Production, StringComparison.OrdinalIgnoreCase);
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "The host runs in the Production environment, where every start-up rule applies.",
            isProduction ? PostureStatus.Passed : PostureStatus.Failed,
            name is null ? "The host names no environment." : $"The environment is {name}.",
            isProduction ? string.Empty : "Set DOTNET_ENVIRONMENT (or ASPNETCORE_ENVIRONMENT) to Production.",
            Weight));
    }
}
