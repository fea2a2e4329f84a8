namespace SecurityKit.Identity.Tests;

public sealed class UserNamesTests
{
    [TestCase("Alice", "alice")]
    [TestCase("ＡＬＩＣＥ", "alice", Description = "fullwidth letters")]
    [TestCase("Ange\u0301lique", "angélique", Description = "decomposed accent")]
    [TestCase("ANGÉLIQUE", "angélique")]
    [TestCase("Владимир", "владимир")]
    [TestCase("山田たろう", "山田たろう")]
    [TestCase("김철수", "김철수")]
    [TestCase("bob.smith-2+x_y", "bob.smith-2+x_y")]
    public void TryParse_NormalisesForComparison(string given, string key)
    {
        Assert.That(UserNames.TryParse(given, 64, out var name, out var problem), Is.True, problem?.Message);
        Assert.That(name!.Key, Is.EqualTo(key));
    }

    [TestCase("аdmin", "mixed_scripts", Description = "Cyrillic a")]
    [TestCase("αlice", "mixed_scripts", Description = "Greek alpha")]
    [TestCase("user1٢", "mixed_scripts", Description = "two kinds of digits")]
    [TestCase("", "required")]
    [TestCase("a b", "invalid_characters")]
    [TestCase("a\u0000b", "invalid_characters")]
    [TestCase("a\u200Bb", "invalid_characters", Description = "zero width space")]
    [TestCase("a\u202Eb", "invalid_characters", Description = "right-to-left override")]
    [TestCase("a\u115Fb", "invalid_characters", Description = "a letter that shows nothing")]
    [TestCase("alice@example.com", "invalid_characters")]
    [TestCase("ℌello", "invalid_characters", Description = "compatibility letter")]
    [TestCase("a/b", "invalid_characters")]
    [TestCase(".alice", "invalid_characters")]
    [TestCase("\u0301alice", "invalid_characters")]
    public void TryParse_RefusesWithAReason(string given, string code)
    {
        Assert.That(UserNames.TryParse(given, 64, out _, out var problem), Is.False);
        Assert.That(problem!.Code, Is.EqualTo(code));
        Assert.That(problem.Input, Is.EqualTo("userName"));
    }

    [TestCase("coco", "сосо", Description = "Cyrillic throughout")]
    [TestCase("poxy", "рохү", Description = "Cyrillic throughout")]
    [TestCase("paypal", "paypaI", Description = "capital I for l")]
    [TestCase("nova", "ոօѵа", Description = "does not parse alone, but looks alike")]
    public void Skeleton_OfLookalikes_IsTheSame(string one, string other) =>
        Assert.That(Confusables.Skeleton(other), Is.EqualTo(Confusables.Skeleton(one)));

    [TestCase("alice", "alicia")]
    [TestCase("user1", "userl")]
    [TestCase("андрей", "андреи")]
    [TestCase("müller", "muller")]
    public void Skeleton_OfOrdinaryDifferentNames_Differs(string one, string other) =>
        Assert.That(Confusables.Skeleton(other), Is.Not.EqualTo(Confusables.Skeleton(one)));

    [Test]
    public void TryParse_OfHalfASurrogatePair_IsRefused() => Assert.That(UserNames.TryParse("a\uD800b", 64, out _, out _), Is.False);

    [Test]
    public void TryParse_OfAMegabyte_IsRefusedByItsLengthAlone()
    {
        var huge = new string('a', 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(UserNames.TryParse(huge, 64, out _, out var problem), Is.False);

        Assert.That(problem!.Code, Is.EqualTo("too_long"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 * 1024), "nothing was made from the input");
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public void TryParse_OfAnyText_GivesANameOrAReason(string? text)
    {
        var parsed = UserNames.TryParse(text, 64, out var name, out var problem);
        Assert.That(parsed, Is.EqualTo(name is not null));
        Assert.That(parsed, Is.EqualTo(problem is null));
        if (parsed)
        {
            Assert.That(UserNames.TryParse(name!.Display, 64, out var again, out _), Is.True);
            Assert.That(again!.Key, Is.EqualTo(name.Key), "normalising twice changes nothing");
        }
    }
}
