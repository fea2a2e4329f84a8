namespace SecurityKit.AspNetCore;

internal sealed record SentCodeBody(string Destination, string? Name) : IRequestBody<SentCodeBody>
{
    public static SentCodeBody Read(IFieldReader fields) =>
        new(fields.Text("destination", InputLimits.Name), fields.OptionalText("name", InputLimits.Label));

    public override string ToString() => nameof(SentCodeBody);
}
