using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace SecurityKit.EntityFrameworkCore.Migrations;

/// <summary>Security events.</summary>
[DbContext(typeof(SecurityKitDbContext))]
[Migration("20261122000005_Events")]
internal sealed class EventsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var types = ColumnTypes.Of(migrationBuilder);

        // Ordinal comparison, so that a range over the type's prefix means the same on both engines.
        var ordinal = ColumnTypes.IsPostgreSql(migrationBuilder) ? "C" : "BINARY";
        migrationBuilder.CreateTable(
            "sk_events",
            table => new
            {
                sequence = table.Column<long>(types.Long, nullable: false)
                    .Annotation("Sqlite:Autoincrement", true)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                id = table.Column<Guid>(types.Guid, nullable: false),
                time = table.Column<DateTimeOffset>(types.Time, nullable: false),
                type = table.Column<string>(types.Text, nullable: false, collation: ordinal),
                outcome = table.Column<int>(types.Int, nullable: false),
                severity = table.Column<int>(types.Int, nullable: false),
                subject = table.Column<string>(types.Text, nullable: true),
                actor = table.Column<string>(types.Text, nullable: true),
                source = table.Column<string>(types.Text, nullable: true),
                reason = table.Column<string>(types.Text, nullable: true),
                correlation_id = table.Column<string>(types.Text, nullable: true),
                data = table.Column<string>(types.Text, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_sk_events", row => row.sequence));
        migrationBuilder.CreateIndex("ux_sk_events_id", "sk_events", "id", unique: true);
        migrationBuilder.CreateIndex("ix_sk_events_time", "sk_events", "time");
        migrationBuilder.CreateIndex("ix_sk_events_subject", "sk_events", ["subject", "sequence"]);
        migrationBuilder.CreateIndex("ix_sk_events_type", "sk_events", ["type", "sequence"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("sk_events");
}
