namespace SecurityKit.EntityFrameworkCore;

/// <summary>A column of a table's key.</summary>
/// <param name="Name">The column: a plain identifier.</param>
/// <param name="Type">What it holds.</param>
public sealed record TableKeyColumn(string Name, TableKeyType Type = TableKeyType.Text);
