using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Accounts, their mailed tokens, failed sign-ins, API keys, roles and clearances.</summary>
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
        CreateRoles(migrationBuilder, types);
        CreateAccessVersion(migrationBuilder, types);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_access_changes");
        migrationBuilder.DropTable("sk_access_version");
        migrationBuilder.DropTable("sk_clearances");
        migrationBuilder.DropTable("sk_role_assignments");
        migrationBuilder.DropTable("sk_roles");
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

    private static void CreateRoles(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_roles",
            table => new
            {
                name = table.Column<string>(types.Text, nullable: false),
                description = table.Column<string>(types.Text, nullable: true),
                permissions = table.Column<string>(types.Text, nullable: false),
                parents = table.Column<string>(types.Text, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_roles", row => row.name));
        migrationBuilder.CreateTable(
            "sk_role_assignments",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                role = table.Column<string>(types.Text, nullable: false),
                scope = table.Column<string>(types.Text, nullable: true),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                conditions = table.Column<string>(types.Text, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_role_assignments", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_role_assignments_subject", "sk_role_assignments", "subject");
        migrationBuilder.CreateIndex("ix_sk_role_assignments_role", "sk_role_assignments", "role");
        migrationBuilder.CreateTable(
            "sk_clearances",
            table => new
            {
                subject = table.Column<string>(types.Text, nullable: false),
                level = table.Column<int>(types.Int, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_clearances", row => row.subject));
    }

    private static void CreateAccessVersion(MigrationBuilder migrationBuilder, ColumnTypes types)
    {
        migrationBuilder.CreateTable(
            "sk_access_version",
            table => new
            {
                id = table.Column<int>(types.Int, nullable: false),
                version = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_access_version", row => row.id));
        migrationBuilder.Sql("INSERT INTO sk_access_version (id, version) VALUES (1, 0)");
        migrationBuilder.CreateTable(
            "sk_access_changes",
            table => new
            {
                version = table.Column<long>(types.Long, nullable: false),
                kind = table.Column<int>(types.Int, nullable: false),
                key = table.Column<string>(types.Text, nullable: false),
                at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_access_changes", row => row.version));
        migrationBuilder.CreateIndex("ix_sk_access_changes_at", "sk_access_changes", "at");
    }
}
