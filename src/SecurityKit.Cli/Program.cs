using SecurityKit.Cli;

return await Tool.RunAsync(args).ConfigureAwait(false);
