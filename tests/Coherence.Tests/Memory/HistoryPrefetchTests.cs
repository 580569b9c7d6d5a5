using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class HistoryPrefetchTests
{
    private readonly FakeCounter _counter = new();
    private readonly HistoryPrefetch _policy;

    public HistoryPrefetchTests() => _policy = new HistoryPrefetch(_counter);

    [Fact]
    public void What_followed_twice_is_foretold()
    {
        Burst(10, 70, 30, 90);
        Burst(10, 70, 30, 90);
        Assert.Equal([70u, 30u, 90u], Access(10));
    }

    [Fact]
    public void What_lies_further_ahead_is_not()
    {
        for (int i = 0; i < 4; i++) Burst(10, 70, 30, 90, 50, 20);
        Assert.Equal([70u, 30u, 90u], Access(10));
    }

    [Fact]
    public void A_run_that_has_lasted_is_read_further_ahead_though_history_knows_it()
    {
        uint[] run = [.. Enumerable.Range(100, 60).Select(page => (uint)page)];
        for (int i = 0; i < 3; i++) Burst(run);
        Assert.InRange(run.Max(page => Access(page).Count), 8, IPrefetchPolicy.MaximumAhead);
    }

    [Fact]
    public void What_followed_once_is_not()
    {
        Burst(10, 70, 30, 90);
        Assert.Empty(Access(10));
    }

    [Fact]
    public void What_comes_after_a_pause_does_not_belong_together()
    {
        for (int i = 0; i < 4; i++)
        {
            Burst(10, 70);
            Burst(50);
        }
        Assert.Empty(Access(70));
    }

    [Fact]
    public void What_was_here_already_is_passed_over()
    {
        for (int i = 0; i < 2; i++) Burst(10, 70, 30, 90);
        // 70 and 30 are used without a trap, again and again: that does not make history doubt them.
        for (int i = 0; i < 10; i++)
        {
            Burst(10, 90);
            Pause();
        }
        Assert.Equal([70u, 30u, 90u], Access(10));
    }

    [Fact]
    public void What_is_foretold_in_vain_is_foretold_no_more()
    {
        for (int i = 0; i < 4; i++) Burst(10, 70);
        int foretold = 0;
        for (int i = 0; i < 10; i++)
        {
            Pause();
            foretold += Access(10).Count;
        }
        Assert.InRange(foretold, 1, 3);
    }

    [Fact]
    public void A_new_habit_replaces_an_old_one()
    {
        for (int i = 0; i < 4; i++) Burst(10, 70);
        for (int i = 0; i < 6; i++) Burst(10, 30);
        Assert.Equal([30u], Access(10));
    }

    [Fact]
    public void A_cycle_ends()
    {
        for (int i = 0; i < 4; i++) Burst(10, 70, 10, 70, 10, 70);
        Assert.InRange(Access(10).Count, 1, IPrefetchPolicy.MaximumAhead);
    }

    [Fact]
    public void Reads_and_writes_are_told_apart()
    {
        for (int i = 0; i < 2; i++)
        {
            Pause();
            Access(10);
            Access(70, AccessKind.Write);
        }
        Pause();
        PrefetchRequest request = Assert.Single(Requests(10, AccessKind.Read, 0));
        Assert.Equal((70u, AccessKind.Write, true), (request.Page.Value, request.Kind, request.ShowsUse));
        Assert.Empty(Access(10, AccessKind.Write));
    }

    [Fact]
    public void One_cpus_accesses_do_not_follow_anothers()
    {
        for (int i = 0; i < 4; i++)
        {
            Access(10);
            Access(70, cpu: 1);
        }
        Assert.Empty(Access(10));
    }

    [Fact]
    public void Without_history_it_reads_ahead()
    {
        Access(10);
        Pause();
        Assert.Equal([12u], Access(11));
    }

    private void Burst(params uint[] pages)
    {
        Pause();
        foreach (uint page in pages) Access(page);
    }

    private void Pause() => _counter.AdvanceMicroseconds(3000);

    private List<uint> Access(uint page, AccessKind kind = AccessKind.Read, int cpu = 0) => [.. Requests(page, kind, cpu).Select(request => request.Page.Value)];

    private PrefetchRequest[] Requests(uint page, AccessKind kind, int cpu)
    {
        PrefetchRequest[] ahead = new PrefetchRequest[IPrefetchPolicy.MaximumAhead];
        int count = _policy.Foretell(new CpuIndex(cpu), new PageNumber(page), kind, ahead);
        _counter.AdvanceMicroseconds(500);
        _policy.Granted(new CpuIndex(cpu));
        _counter.AdvanceMicroseconds(100);
        return ahead[..count];
    }
}
