using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Prompts for passkeys that wait for an answer. The passkeys themselves are authenticators.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000040_Passkeys")]
internal sealed class PasskeysMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        migrationBuilder.CreateTable(
            "sk_mfa_passkey_prompts",
            table => new
            {
                challenge_hash = table.Column<byte[]>(types.Blob, nullable: false),
                scope = table.Column<string>(types.Text, nullable: false),
                state = table.Column<string>(types.Text, nullable: false),
                expires_at = table.Column<DateTimeOffset>(types.Time, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_mfa_passkey_prompts", row => row.challenge_hash));
        migrationBuilder.CreateIndex("ix_sk_mfa_passkey_prompts_expires_at", "sk_mfa_passkey_prompts", "expires_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("sk_mfa_passkey_prompts");
}
