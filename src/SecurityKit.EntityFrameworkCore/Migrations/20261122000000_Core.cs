using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Counters and leases.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261122000000_Core")]
internal sealed class CoreMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        migrationBuilder.CreateTable(
            "sk_counters",
            table => new
            {
                key = table.Column<string>(types.Text, nullable: false),
                taken = table.Column<byte[]>(types.Blob, nullable: false),
                over_at = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_counters", row => row.key));
        migrationBuilder.CreateIndex("ix_sk_counters_over_at", "sk_counters", "over_at");

        migrationBuilder.CreateTable(
            "sk_leases",
            table => new
            {
                name = table.Column<string>(types.Text, nullable: false),
                owner = table.Column<string>(types.Text, nullable: false),
                fencing_token = table.Column<long>(types.Long, nullable: false),
                expires_at = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_leases", row => row.name));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_leases");
        migrationBuilder.DropTable("sk_counters");
    }
}
