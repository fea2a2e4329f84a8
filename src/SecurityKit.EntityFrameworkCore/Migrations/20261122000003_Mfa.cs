using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Authenticators, recovery codes, sign-ins under way, sent codes and trusted devices.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261122000003_Mfa")]
internal sealed class MfaMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        CreateLastingTables(migrationBuilder, types);
        CreateShortLivedTables(migrationBuilder, types);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_mfa_trusted_devices");
        migrationBuilder.DropTable("sk_mfa_codes");
        migrationBuilder.DropTable("sk_mfa_challenges");
        migrationBuilder.DropTable("sk_mfa_recovery_codes");
        migrationBuilder.DropTable("sk_mfa_authenticators");
        migrationBuilder.DropTable("sk_mfa_subjects");
    }

    private static void CreateLastingTables(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_mfa_subjects",
            table => new
            {
                subject = table.Column<string>(types.Text, nullable: false),
                required_since = table.Column<DateTimeOffset>(types.Time, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_subjects", row => row.subject));

        migrationBuilder.CreateTable(
            "sk_mfa_authenticators",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                method = table.Column<string>(types.Text, nullable: false),
                name = table.Column<string>(types.Text, nullable: false),
                @protected = table.Column<byte[]>(types.Blob, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                confirmed_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                last_used_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                last_step = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_authenticators", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_mfa_authenticators_subject", "sk_mfa_authenticators", "subject");

        migrationBuilder.CreateTable(
            "sk_mfa_recovery_codes",
            table => new
            {
                subject = table.Column<string>(types.Text, nullable: false),
                hash = table.Column<byte[]>(types.Blob, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_recovery_codes", row => new { row.subject, row.hash }));
    }

    private static void CreateShortLivedTables(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_mfa_challenges",
            table => new
            {
                token_hash = table.Column<byte[]>(types.Blob, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                factors = table.Column<string>(types.Text, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_challenges", row => row.token_hash));
        migrationBuilder.CreateIndex("ix_sk_mfa_challenges_subject", "sk_mfa_challenges", "subject");
        migrationBuilder.CreateIndex("ix_sk_mfa_challenges_expires_at", "sk_mfa_challenges", "expires_at");

        migrationBuilder.CreateTable(
            "sk_mfa_codes",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                hash = table.Column<byte[]>(types.Blob, nullable: false),
                guesses = table.Column<int>(types.Int, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_codes", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_mfa_codes_expires_at", "sk_mfa_codes", "expires_at");

        migrationBuilder.CreateTable(
            "sk_mfa_trusted_devices",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                token_hash = table.Column<byte[]>(types.Blob, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                name = table.Column<string>(types.Text, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                last_used_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_trusted_devices", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_mfa_trusted_devices_token_hash", "sk_mfa_trusted_devices", "token_hash", unique: true);
        migrationBuilder.CreateIndex("ix_sk_mfa_trusted_devices_subject", "sk_mfa_trusted_devices", "subject");
    }
}
