namespace SecurityKit.AspNetCore.Tests.Console;

/// <summary>No value gets into a page unencoded, whatever the template.</summary>
[TestFixture]
public sealed class MarkupTests
{
    private const string Hostile = "\"><script>alert(1)</script>'&";

    [Test]
    public void AValue_IsEncoded_BetweenTagsAndInAttributes()
    {
        var html = Markup.Of($"<p title=\"{Hostile}\">{Hostile}</p>").ToString();
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("'&"));
        Assert.That(System.Net.WebUtility.HtmlDecode(html), Is.EqualTo($"<p title=\"{Hostile}\">{Hostile}</p>"));
    }

    [Test]
    public void Markup_IsNotEncodedTwice()
    {
        var inner = Markup.Of($"<b>{"a&b"}</b>");
        Assert.That(Markup.Of($"<p>{inner}{new[] { inner, inner }}</p>").ToString(), Is.EqualTo(
            "<p><b>a&amp;b</b><b>a&amp;b</b><b>a&amp;b</b></p>"));
    }

    [Test]
    public void AValueOutsideQuotes_Throws() => Assert.That(() => Markup.Of($"<p class={Hostile}>"), Throws.InvalidOperationException);

    [Test]
    public void AValueInAHandlerOrAStyle_Throws()
    {
        Assert.That(() => Markup.Of($"<p onclick=\"{Hostile}\">"), Throws.InvalidOperationException);
        Assert.That(() => Markup.Of($"<p style=\"{Hostile}\">"), Throws.InvalidOperationException);
        Assert.That(() => Markup.Of($"<iframe srcdoc=\"{Hostile}\">"), Throws.InvalidOperationException);
    }

    [TestCase("javascript:alert(1)")]
    [TestCase("//elsewhere.example")]
    [TestCase("https://elsewhere.example")]
    [TestCase("/\\elsewhere.example")]
    [TestCase("")]
    public void AnAddressElsewhere_Throws(string address) =>
        Assert.That(() => Markup.Of($"<a href=\"{address}\">"), Throws.InvalidOperationException);

    [Test]
    public void MarkupInsideAnAttribute_Throws()
    {
        var markup = Markup.Of($"<b></b>");
        Assert.That(() => Markup.Of($"<p title=\"{markup}\">"), Throws.InvalidOperationException);
    }

    [TestCase(0, 4)]
    [TestCase(4, 4)]
    [TestCase(6, 10)]
    [TestCase(11, 20)]
    [TestCase(201, 400)]
    [TestCase(5_001, 10_000)]
    public void TheTopOfAChart_IsARoundNumberAboveAllBars(long max, long ceiling) => Assert.That(BarChart.Ceiling(max), Is.EqualTo(ceiling));

    [Test]
    public void AChart_StatesItsFiguresInWordsAndInATable()
    {
        var html = BarChart.Draw("c", "Sign-ins", [new("Signed in", "good", [3, 0]), new("Wrong password", "bad", [1, 2])], ["10:00", "11:00"]).ToString();
        Assert.That(html, Does.Contain("role=\"img\"").And.Contain("3 signed in, 3 wrong password"));
        Assert.That(html.Split("<rect").Length - 1, Is.EqualTo(3), "one bar per count above zero");
        Assert.That(html, Does.Contain("<th scope=\"row\">11:00</th><td>0</td><td>2</td>"));
    }
}
