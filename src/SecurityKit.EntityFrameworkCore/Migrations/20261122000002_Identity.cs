using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Accounts, their mailed tokens, failed sign-ins and API keys.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261122000002_Identity")]
internal sealed class IdentityMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        CreateAccounts(migrationBuilder, types);
        CreateActionTokens(migrationBuilder, types);
        CreateLockouts(migrationBuilder, types);
        CreateApiKeys(migrationBuilder, types);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_api_keys");
        migrationBuilder.DropTable("sk_lockouts");
        migrationBuilder.DropTable("sk_action_tokens");
        migrationBuilder.DropTable("sk_accounts");
    }

    private static void CreateAccounts(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_accounts",
            table => new
            {
                subject = table.Column<string>(types.Text, nullable: false),
                user_name = table.Column<string>(types.Text, nullable: false),
                name_key = table.Column<string>(types.Text, nullable: false),
                name_skeleton = table.Column<string>(types.Text, nullable: false),
                email = table.Column<string>(types.Text, nullable: true),
                email_key = table.Column<string>(types.Text, nullable: true),
                is_email_confirmed = table.Column<bool>(types.Bool, nullable: false),
                status = table.Column<int>(types.Int, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                password_hash = table.Column<string>(types.Text, nullable: false),
                password_version = table.Column<long>(types.Long, nullable: false),
                password_changed_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                password_history = table.Column<string>(types.Text, nullable: false),
                last_sign_in_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_sk_accounts", row => row.subject));
        migrationBuilder.CreateIndex("ux_sk_accounts_name_key", "sk_accounts", "name_key", unique: true);
        migrationBuilder.CreateIndex("ux_sk_accounts_name_skeleton", "sk_accounts", "name_skeleton", unique: true);
        migrationBuilder.CreateIndex("ix_sk_accounts_email_key", "sk_accounts", "email_key");

        // Anybody may claim an address; only one account can have confirmed it.
        migrationBuilder.CreateIndex(
            "ux_sk_accounts_confirmed_email", "sk_accounts", "email_key", unique: true, filter: "is_email_confirmed");
    }

    private static void CreateActionTokens(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_action_tokens",
            table => new
            {
                hash = table.Column<string>(types.Text, nullable: false),
                purpose = table.Column<int>(types.Int, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                email_key = table.Column<string>(types.Text, nullable: false),
                password_version = table.Column<long>(types.Long, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_action_tokens", row => row.hash));
        migrationBuilder.CreateIndex("ix_sk_action_tokens_subject", "sk_action_tokens", "subject");
        migrationBuilder.CreateIndex("ix_sk_action_tokens_expires_at", "sk_action_tokens", "expires_at");
    }

    private static void CreateLockouts(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_lockouts",
            table => new
            {
                key = table.Column<string>(types.Text, nullable: false),
                version = table.Column<long>(types.Long, nullable: false),
                failures = table.Column<int>(types.Int, nullable: false),
                window_start = table.Column<DateTimeOffset>(types.Time, nullable: false),
                day_failures = table.Column<int>(types.Int, nullable: false),
                day_start = table.Column<DateTimeOffset>(types.Time, nullable: false),
                locks = table.Column<int>(types.Int, nullable: false),
                locked_until = table.Column<DateTimeOffset>(types.Time, nullable: false),
                last_failure_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_lockouts", row => row.key));
        migrationBuilder.CreateIndex("ix_sk_lockouts_last_failure_at", "sk_lockouts", "last_failure_at");
    }

    private static void CreateApiKeys(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_api_keys",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                name = table.Column<string>(types.Text, nullable: false),
                secret_hash = table.Column<byte[]>(types.Blob, nullable: false),
                scopes = table.Column<string>(types.Text, nullable: false),
                networks = table.Column<string>(types.Text, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                revoked_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                is_suspended = table.Column<bool>(types.Bool, nullable: false),
                replaced_by = table.Column<string>(types.Text, nullable: true),
                last_used_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_sk_api_keys", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_api_keys_subject", "sk_api_keys", "subject");
        migrationBuilder.CreateIndex("ix_sk_api_keys_expires_at", "sk_api_keys", "expires_at");
    }
}
