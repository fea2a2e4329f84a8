using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Sessions, their subjects, and access tokens revoked by themselves.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261122000004_Sessions")]
internal sealed class SessionsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        migrationBuilder.CreateTable(
            "sk_sessions",
            table => new
            {
                id = table.Column<string>(types.Text, nullable: false),
                subject = table.Column<string>(types.Text, nullable: false),
                token_hash = table.Column<byte[]>(types.Blob, nullable: false),
                created_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                last_seen_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                idle_ticks = table.Column<long>(types.Long, nullable: false),
                renewable_until = table.Column<DateTimeOffset>(types.Time, nullable: true),
                ends_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
                factors = table.Column<string>(types.Text, nullable: false),
                level = table.Column<int>(types.Int, nullable: false),
                device_name = table.Column<string>(types.Text, nullable: false),
                device_fingerprint = table.Column<string>(types.Text, nullable: true),
                network = table.Column<string>(types.Text, nullable: true),
                key_thumbprint = table.Column<string>(types.Text, nullable: true),
                requires_step_up = table.Column<bool>(types.Bool, nullable: false),
                refresh_family_hash = table.Column<byte[]>(types.Blob, nullable: true),
                refresh_current_hash = table.Column<byte[]>(types.Blob, nullable: true),
                refresh_previous_hash = table.Column<byte[]>(types.Blob, nullable: true),
                refresh_sealed_successor = table.Column<byte[]>(types.Blob, nullable: true),
                refresh_rotated_at = table.Column<DateTimeOffset>(types.Time, nullable: true),
                version = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_sessions", row => row.id));
        migrationBuilder.CreateIndex("ix_sk_sessions_subject", "sk_sessions", "subject");
        migrationBuilder.CreateIndex("ix_sk_sessions_ends_at", "sk_sessions", "ends_at");

        migrationBuilder.CreateTable(
            "sk_session_subjects",
            table => new
            {
                subject = table.Column<string>(types.Text, nullable: false),
                version = table.Column<long>(types.Long, nullable: false),
                factors_from = table.Column<DateTimeOffset>(types.Time, nullable: true),
                remember_until = table.Column<DateTimeOffset>(types.Time, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_sk_session_subjects", row => row.subject));

        migrationBuilder.CreateTable(
            "sk_session_revoked_tokens",
            table => new
            {
                session_id = table.Column<string>(types.Text, nullable: false),
                token_id = table.Column<string>(types.Text, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_sk_session_revoked_tokens", row => new { row.session_id, row.token_id });
                table.ForeignKey("fk_sk_session_revoked_tokens_session", row => row.session_id, "sk_sessions", "id", onDelete: ReferentialAction.Cascade);
            });
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_session_revoked_tokens");
        migrationBuilder.DropTable("sk_session_subjects");
        migrationBuilder.DropTable("sk_sessions");
    }
}
