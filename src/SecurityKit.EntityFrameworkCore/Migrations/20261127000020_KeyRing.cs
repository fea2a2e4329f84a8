using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Key rings and the messages of each key.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000020_KeyRing")]
internal sealed class KeyRingMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);
        migrationBuilder.CreateTable(
            "sk_key_rings",
            table => new
            {
                ring = table.Column<string>(types.Text, nullable: false),
                revision = table.Column<long>(types.Long, nullable: false),
                content = table.Column<byte[]>(types.Blob, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_key_rings", row => row.ring));

        migrationBuilder.CreateTable(
            "sk_key_messages",
            table => new
            {
                ring = table.Column<string>(types.Text, nullable: false),
                key_id = table.Column<string>(types.Text, nullable: false),
                reserved = table.Column<long>(types.Long, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_key_messages", row => new { row.ring, row.key_id }));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("sk_key_messages");
        migrationBuilder.DropTable("sk_key_rings");
    }
}
