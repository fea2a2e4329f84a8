namespace SecurityKit.Identity.Tests;

public sealed class SensitivityLevelsTests
{
    private static readonly SensitivityLevel[] Ordered =
        [SensitivityLevel.Public, SensitivityLevel.Internal, SensitivityLevel.Confidential, SensitivityLevel.Restricted, SensitivityLevel.TopSecret];

    [Test]
    public void Levels_RiseInTheirOrder_AndAHigherClearanceReachesEveryLowerLevel()
    {
        for (var clearance = 0; clearance < Ordered.Length; clearance++)
        {
            for (var level = 0; level < Ordered.Length; level++)
            {
                Assert.That(SensitivityLevels.Allows(Ordered[clearance], Ordered[level]), Is.EqualTo(clearance >= level));
            }
        }
    }

    [Test]
    public void AValueThatIsNoLevel_ReachesNothing_AndIsReachedByNothing()
    {
        Assert.That(SensitivityLevels.Allows((SensitivityLevel)99, SensitivityLevel.Public), Is.False);
        Assert.That(SensitivityLevels.Allows(SensitivityLevel.TopSecret, (SensitivityLevel)(-1)), Is.False);
        Assert.That(SensitivityLevels.Allows(SensitivityLevel.TopSecret, (SensitivityLevel)5), Is.False);
    }

    [TestCase("TOP_SECRET", SensitivityLevel.TopSecret)]
    [TestCase("top_secret", SensitivityLevel.TopSecret)]
    [TestCase("Confidential", SensitivityLevel.Confidential)]
    public void TryParse_ReadsNamesInAnyCase(string name, SensitivityLevel level)
    {
        Assert.That(SensitivityLevels.TryParse(name, out var parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(level));
        Assert.That(SensitivityLevels.NameOf(parsed), Is.EqualTo(name.ToUpperInvariant()));
    }

    [TestCase("topsecret")]
    [TestCase("4")]
    [TestCase("")]
    [TestCase(null)]
    public void TryParse_OfAnythingElse_IsNoLevel(string? name) => Assert.That(SensitivityLevels.TryParse(name, out _), Is.False);
}
