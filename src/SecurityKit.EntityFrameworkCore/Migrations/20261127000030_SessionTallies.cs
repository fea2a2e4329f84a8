using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>What happened to sessions, hour by hour.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000030_SessionTallies")]
internal sealed class SessionTalliesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        migrationBuilder.CreateTable(
            "sk_session_tallies",
            table => new
            {
                hour = table.Column<DateTimeOffset>(types.Time, nullable: false),
                name = table.Column<string>(types.Text, nullable: false),
                count = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_session_tallies", row => new { row.hour, row.name }));
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("sk_session_tallies");
}
