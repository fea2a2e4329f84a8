using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Suspended API keys keep the causes.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000051_ApiKeySuspensions")]
internal sealed class ApiKeySuspensionsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("suspensions", "sk_api_keys", ColumnTypes.Of(migrationBuilder).Int, nullable: false, defaultValue: 0);

        // 1: the account is disabled (status 0). 2: frozen, which only an operator ends.
        migrationBuilder.Sql(
            """
            UPDATE sk_api_keys
            SET suspensions = CASE WHEN subject IN (SELECT subject FROM sk_accounts WHERE status = 0) THEN 1 ELSE 2 END
            WHERE is_suspended
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE sk_api_keys DROP COLUMN suspensions");
}
