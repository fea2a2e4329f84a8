namespace SecurityKit.EntityFrameworkCore.Tests.DataMigration;

public sealed class PostgreSqlTableMigrationSourceTests() : TableMigrationSourceTests(DatabaseProvider.PostgreSql);
