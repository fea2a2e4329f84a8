using SecurityKit.EntityFrameworkCore.Tests.Mfa;

if (args is [MfaWorker.Verb, .. var rest])
{
    await MfaWorker.RunAsync(rest);
}
