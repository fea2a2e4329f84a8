using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Subjects' wrapped keys and tombstones.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261127000060_SubjectKeys")]
internal sealed class SubjectKeysMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);

        // Ordinal comparison, so that pages follow one another in the same order on both engines.
        var ordinal = ColumnTypes.IsPostgreSql(migrationBuilder) ? "C" : "BINARY";
        migrationBuilder.CreateTable(
            "sk_subject_keys",
            table => new
            {
                handle = table.Column<string>(types.Text, nullable: false, collation: ordinal),
                revision = table.Column<long>(types.Long, nullable: false),
                content = table.Column<byte[]>(types.Blob, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sk_subject_keys", row => row.handle));
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("sk_subject_keys");
}
