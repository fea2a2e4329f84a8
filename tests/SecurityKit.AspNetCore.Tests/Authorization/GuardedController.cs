using Microsoft.AspNetCore.Mvc;

namespace SecurityKit.AspNetCore.Tests.Authorization;

[ApiController]
[Route("controller")]
public sealed class GuardedController : ControllerBase
{
    [HttpGet("read")]
    [RequirePermission("orders:read")]
    public string Read() => "ok";

    [HttpGet("strong")]
    [RequireMfa(300)]
    public string Strong() => "ok";
}
