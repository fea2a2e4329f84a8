namespace SecurityKit.EntityFrameworkCore.Tests.DataMigration;

public sealed class SqliteTableMigrationSourceTests() : TableMigrationSourceTests(DatabaseProvider.Sqlite);
