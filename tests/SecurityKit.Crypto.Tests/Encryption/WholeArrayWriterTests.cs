namespace SecurityKit.Crypto.Tests.Encryption;

public sealed class WholeArrayWriterTests
{
    [Test]
    public void One_write_of_the_size_asked_for_is_given_out_without_a_copy()
    {
        var writer = new WholeArrayWriter();
        var memory = writer.GetMemory(100);
        memory.Span.Fill(7);
        writer.Advance(100);

        var whole = writer.ToArray();
        memory.Span[0] = 8;
        Assert.That(whole, Has.Length.EqualTo(100));
        Assert.That(whole[0], Is.EqualTo(8), "the same memory");
    }

    [Test]
    public void Several_writes_and_writes_shorter_than_asked_for_are_kept_in_order_and_leave_nothing_behind()
    {
        var writer = new WholeArrayWriter();
        var first = writer.GetMemory();
        first.Span[0] = 1;
        writer.Advance(1);
        for (var i = 2; i <= 1000; i++)
        {
            writer.GetSpan(10)[0] = (byte)i;
            writer.Advance(1);
        }

        Assert.That(writer.ToArray(), Is.EqualTo(Enumerable.Range(1, 1000).Select(i => (byte)i)));
        Assert.That(first.Span[0], Is.Zero, "arrays that were outgrown are wiped");
        Assert.That(new WholeArrayWriter().ToArray(), Is.Empty);
    }

    [Test]
    public void More_than_there_is_room_for_is_refused()
    {
        var writer = new WholeArrayWriter();
        writer.GetSpan(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetSpan(-1));
    }
}
