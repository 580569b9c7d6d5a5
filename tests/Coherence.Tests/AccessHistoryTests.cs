using Xunit;

namespace Pilevisor.Coherence.Tests;

public sealed class AccessHistoryTests
{
    private AccessHistory _history;

    [Fact]
    public void A_page_that_is_always_written_after_it_was_read_is_asked_for_exclusively_three_times_in_four()
    {
        Read(AccessKind.Read, thenWrite: true);
        Read(AccessKind.Read, thenWrite: true);
        for (int round = 0; round < 10; round++)
        {
            Read(AccessKind.Write, thenWrite: false);
            Read(AccessKind.Write, thenWrite: false);
            Read(AccessKind.Write, thenWrite: false);
            Read(AccessKind.Read, thenWrite: true);
        }
    }

    [Fact]
    public void A_page_that_is_only_read_is_never_asked_for_exclusively()
    {
        for (int i = 0; i < 100; i++) Read(AccessKind.Read, thenWrite: false);
    }

    [Fact]
    public void A_page_that_is_not_written_any_more_is_forgotten()
    {
        Read(AccessKind.Read, thenWrite: true);
        Read(AccessKind.Read, thenWrite: true);
        int exclusive = 0;
        for (int i = 0; i < 100; i++) exclusive += _history.OnReadMiss() == AccessKind.Write ? 1 : 0;
        Assert.InRange(exclusive, 1, 6);
    }

    private void Read(AccessKind expected, bool thenWrite)
    {
        Assert.Equal(expected, _history.OnReadMiss());
        if (thenWrite) _history.OnUpgrade();
    }
}
