using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Samples.Worker;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
var stores = StoreChoice.From(builder.Configuration, Console.Out);
builder.Services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).Validate(
    worker => worker.RotateEvery >= TimeSpan.FromSeconds(1) && worker.KeepReadings > TimeSpan.Zero, "Worker:RotateEvery is at least 1 second, Worker:KeepReadings more than none.").ValidateOnStart();
stores.AddTo(builder.Services.AddSecurityKit().AddCrypto(crypto => stores.AddMasterKeyTo(crypto)));
builder.Services.AddSingleton(stores);
builder.Services.AddSingleton<ReadingStore>();
builder.Services.AddHostedService<ReadingWriter>();
builder.Services.AddHostedService<RotationJob>();
builder.Services.AddHostedService<RetentionJob>();
builder.Services.AddHostedService<RunLimit>();
await builder.Build().RunAsync();
