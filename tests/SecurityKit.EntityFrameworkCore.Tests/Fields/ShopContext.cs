using Microsoft.EntityFrameworkCore;

namespace SecurityKit.EntityFrameworkCore.Tests.Fields;

/// <summary>A context of a host.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.ToTable("shop_customers");
            customer.Property(c => c.Iban).IsEncrypted();
            customer.Property(c => c.Balance!).IsEncrypted();
            customer.Property(c => c.Note!).IsEncrypted();
        });
        modelBuilder.Entity<Ticket>(ticket =>
        {
            ticket.ToTable("shop_tickets");
            ticket.Property(t => t.Text).IsEncrypted();
        });
    }
}
