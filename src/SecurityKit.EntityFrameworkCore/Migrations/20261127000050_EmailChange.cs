using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Mailed tokens that make another address the account's carry it.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000050_EmailChange")]
internal sealed class EmailChangeMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("email", "sk_action_tokens", ColumnTypes.Of(migrationBuilder).Text, nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE sk_action_tokens DROP COLUMN email");
}
