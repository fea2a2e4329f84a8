using SecurityKit.Identity;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="IRoleStore"/> must do.</summary>
public abstract class RoleStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private IRoleStore _store = null!;

    [SetUp]
    public async Task OpenStore() => _store = await CreateStoreAsync();

    [Test]
    public async Task EverythingWritten_IsReadBack()
    {
        await _store.SaveRoleAsync(new Role("reader", ["reports:read"], [], "reads"), default);
        await _store.SaveRoleAsync(new Role("writer", ["reports:write", "reports:delete"], ["reader"]), default);
        var assignment = NewAssignment("a1", "alice", "writer") with
        {
            Scope = "project:42",
            ExpiresAt = Now.AddDays(1),
            Conditions = [new AssignmentCondition("network", new Dictionary<string, string> { ["cidr"] = "10.0.0.0/8" })],
        };
        Assert.That(await _store.TryAssignAsync(assignment, default), Is.True);
        Assert.That(await _store.SetClearanceAsync("bob", SensitivityLevel.Restricted, default), Is.True);

        var data = await _store.ReadAsync(default);

        var writer = data.Roles.Single(r => r.Name == "writer");
        Assert.That(writer.Permissions, Is.EqualTo(new[] { "reports:write", "reports:delete" }));
        Assert.That(writer.Parents, Is.EqualTo(new[] { "reader" }));
        Assert.That(data.Roles.Single(r => r.Name == "reader").Description, Is.EqualTo("reads"));
        var kept = data.Subjects.Single(s => s.Subject == "alice").Assignments.Single();
        Assert.That(kept with { Conditions = assignment.Conditions }, Is.EqualTo(assignment));
        Assert.That(kept.Conditions.Single().Type, Is.EqualTo("network"));
        Assert.That(kept.Conditions.Single().Parameters["cidr"], Is.EqualTo("10.0.0.0/8"));
        Assert.That(data.Subjects.Single(s => s.Subject == "bob").Clearance, Is.EqualTo(SensitivityLevel.Restricted));
    }

    [Test]
    public async Task SaveRole_RefusesCircles_AndParentsThatDoNotExist()
    {
        Assert.That(await _store.SaveRoleAsync(new Role("a", [], ["a"]), default), Is.EqualTo(RoleSaveResult.Cycle));
        Assert.That(await _store.SaveRoleAsync(new Role("a", [], ["missing"]), default), Is.EqualTo(RoleSaveResult.UnknownParent));
        await _store.SaveRoleAsync(new Role("a", [], []), default);
        await _store.SaveRoleAsync(new Role("b", [], ["a"]), default);
        await _store.SaveRoleAsync(new Role("c", [], ["b"]), default);

        Assert.That(await _store.SaveRoleAsync(new Role("a", [], ["c"]), default), Is.EqualTo(RoleSaveResult.Cycle));
        Assert.That((await _store.ReadAsync(default)).Roles.Single(r => r.Name == "a").Parents, Is.Empty);
    }

    [Test]
    public async Task SaveRole_InParallel_NeverClosesACircle()
    {
        for (var round = 0; round < 5; round++)
        {
            await _store.SaveRoleAsync(new Role("left", [], []), default);
            await _store.SaveRoleAsync(new Role("right", [], []), default);

            var results = await Task.WhenAll(
                Task.Run(async () => await _store.SaveRoleAsync(new Role("left", [], ["right"]), default)),
                Task.Run(async () => await _store.SaveRoleAsync(new Role("right", [], ["left"]), default)));

            Assert.That(results, Is.EquivalentTo(new[] { RoleSaveResult.Saved, RoleSaveResult.Cycle }));
        }
    }

    [Test]
    public async Task ReadChanges_TellsExactlyWhatChanged()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        await _store.TryAssignAsync(NewAssignment("a1", "alice", "reader"), default);
        var version = (await _store.ReadAsync(default)).Version;
        Assert.That(await _store.ReadChangesAsync(version, default), Is.EqualTo(new AccessChanges(version, true, [], [])).Using<AccessChanges>((a, b) => a.Version == b.Version && a.IsComplete == b.IsComplete && a.Roles.Count == 0 && a.Subjects.Count == 0));

        await _store.TryAssignAsync(NewAssignment("b1", "bob", "reader"), default);
        await _store.TryUnassignAsync("alice", "a1", default);
        await _store.SaveRoleAsync(new Role("reader", ["reports:read"], []), default);
        var changes = await _store.ReadChangesAsync(version, default);

        Assert.That(changes.IsComplete, Is.True);
        Assert.That(changes.Version, Is.EqualTo(version + 3));
        Assert.That(changes.Roles.Single().Permissions, Is.EqualTo(new[] { "reports:read" }));
        Assert.That(changes.Subjects.Single(s => s.Subject == "alice").Assignments, Is.Empty);
        Assert.That(changes.Subjects.Single(s => s.Subject == "bob").Assignments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ParallelChanges_EachHaveAVersionOfTheirOwn()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        var version = (await _store.ReadAsync(default)).Version;

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
            await _store.TryAssignAsync(NewAssignment($"a{i}", $"subject{i % 6}", "reader"), default))));

        var changes = await _store.ReadChangesAsync(version, default);
        Assert.That(changes.Version, Is.EqualTo(version + 24));
        Assert.That(changes.IsComplete, Is.True);
        Assert.That(changes.Subjects.Sum(s => s.Assignments.Count), Is.EqualTo(24));
    }

    [Test]
    public async Task ARefusedChange_ChangesNothing()
    {
        var version = (await _store.ReadAsync(default)).Version;

        Assert.That(await _store.TryAssignAsync(NewAssignment("a1", "alice", "missing"), default), Is.False);
        Assert.That(await _store.TryUnassignAsync("alice", "a1", default), Is.False);
        Assert.That(await _store.TryDeleteRoleAsync("missing", default), Is.False);
        Assert.That(await _store.RemoveSubjectAsync("alice", default), Is.False);
        Assert.That(await _store.SetClearanceAsync("alice", SensitivityLevel.Public, default), Is.False);

        Assert.That((await _store.ReadAsync(default)).Version, Is.EqualTo(version));
    }

    [Test]
    public async Task DeleteRole_TakesItsAssignmentsAlong_SoThatANewRoleOfThatNameStartsEmpty()
    {
        await _store.SaveRoleAsync(new Role("admin", ["all:manage"], []), default);
        await _store.TryAssignAsync(NewAssignment("a1", "alice", "admin"), default);
        var version = (await _store.ReadAsync(default)).Version;

        Assert.That(await _store.TryDeleteRoleAsync("admin", default), Is.True);

        Assert.That((await _store.ReadChangesAsync(version, default)).IsComplete, Is.False, "readers start over");
        await _store.SaveRoleAsync(new Role("admin", ["all:manage"], []), default);
        Assert.That((await _store.ReadAsync(default)).Subjects.SelectMany(s => s.Assignments), Is.Empty);
    }

    [Test]
    public async Task DeleteRole_OfAParent_IsRefused()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        await _store.SaveRoleAsync(new Role("writer", [], ["reader"]), default);

        Assert.That(await _store.TryDeleteRoleAsync("reader", default), Is.False);
        Assert.That((await _store.ReadAsync(default)).Roles, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task TryUnassign_InParallel_ExactlyOneSucceeds_AndOnlyForTheHolder()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        await _store.TryAssignAsync(NewAssignment("a1", "alice", "reader"), default);
        Assert.That(await _store.TryUnassignAsync("bob", "a1", default), Is.False);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(async () => await _store.TryUnassignAsync("alice", "a1", default))));

        Assert.That(results.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task RemoveExpired_LeavesWhatIsLive()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        await _store.TryAssignAsync(NewAssignment("a1", "alice", "reader") with { ExpiresAt = Now }, default);
        await _store.TryAssignAsync(NewAssignment("a2", "alice", "reader") with { ExpiresAt = Now.AddDays(9) }, default);
        await _store.TryAssignAsync(NewAssignment("a3", "alice", "reader"), default);

        Assert.That(await _store.RemoveExpiredAsync(Now.AddDays(1), default), Is.EqualTo(1));
        Assert.That((await _store.ReadAsync(default)).Subjects.Single().Assignments.Select(a => a.Id), Is.EquivalentTo(new[] { "a2", "a3" }));
    }

    [Test]
    public async Task RemoveSubject_TakesAssignmentsAndClearance()
    {
        await _store.SaveRoleAsync(new Role("reader", [], []), default);
        await _store.TryAssignAsync(NewAssignment("a1", "alice", "reader"), default);
        await _store.SetClearanceAsync("alice", SensitivityLevel.TopSecret, default);

        Assert.That(await _store.RemoveSubjectAsync("alice", default), Is.True);
        Assert.That((await _store.ReadAsync(default)).Subjects, Is.Empty);
    }

    protected abstract Task<IRoleStore> CreateStoreAsync();

    private static RoleAssignment NewAssignment(string id, string subject, string role) =>
        new() { Id = id, Subject = subject, Role = role, CreatedAt = Now };
}
