using SecurityKit.Benchmarks.Web;

// Arguments: the kind of host and its port. Prints the header that a request needs ('-' for none), then serves until it is ended.
if (args is not [var kind, var port])
{
    await Console.Error.WriteLineAsync("usage: SecurityKit.Benchmarks.Web bare|headers|stock-cookie|stock-jwt|kit-none|kit-cookie|kit-bearer|kit-key PORT");
    return 2;
}

var (app, header) = kind switch
{
    "bare" => (PlainHosts.Bare(port), "-"),
    "headers" => (PlainHosts.Headers(port), "-"),
    "stock-cookie" => await PlainHosts.StockCookieAsync(port),
    "stock-jwt" => PlainHosts.StockJwt(port),
    _ => await KitHost.StartAsync(kind, port),
};
if (kind is "bare" or "headers" or "stock-jwt")
{
    await app.StartAsync();
}

Console.WriteLine(header);
await app.WaitForShutdownAsync();
return 0;
