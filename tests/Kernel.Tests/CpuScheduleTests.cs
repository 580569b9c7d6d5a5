using System;
using System.Linq;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>What the tests with several CPUs rest on: the schedule finds what needs two CPUs to go wrong, and finds it again.</summary>
public sealed class CpuScheduleTests
{
    [Fact]
    public void An_update_outside_a_lock_gets_lost_and_one_inside_does_not()
    {
        Assert.True(Count(seed: 1, locks: false) < 100);
        foreach (int seed in CpuSchedule.Seeds(20)) Assert.Equal(100, Count(seed, locks: true));
    }

    [Fact]
    public void A_seed_repeats_its_run()
    {
        int[] counts = [.. Enumerable.Range(1, 10).Select(seed => Count(seed, locks: false))];
        Assert.Equal(counts, Enumerable.Range(1, 10).Select(seed => Count(seed, locks: false)));
        Assert.True(counts.Distinct().Count() > 1);
    }

    [Fact]
    public void A_cpu_that_nothing_wakes_is_found_with_its_seed()
    {
        FakeProcessor processor = new();
        CpuSchedule schedule = new(7);
        for (int cpu = 0; cpu < 2; cpu++) schedule.Add(processor, cpu, () => false, schedule.Sleep);
        Assert.Equal("PILEVISOR_SEED=7 shows it again: every CPU sleeps, and nothing will wake one", Assert.Throws<InvalidOperationException>(schedule.Run).Message);
    }

    [Fact]
    public void Cpus_that_spin_for_ever_come_to_an_end()
    {
        FakeProcessor processor = new();
        CpuSchedule schedule = new(1);
        processor.Relaxes = schedule.Relax;
        schedule.Add(processor, 0, () => false, () => Spin(processor));
        Assert.Contains("does not come to an end", Assert.Throws<InvalidOperationException>(schedule.Run).Message, StringComparison.Ordinal);
    }

    private static void Spin(FakeProcessor processor)
    {
        while (true) processor.Relax();
    }

    // Two CPUs count to 50 each; another may go on between reading the count and writing it.
    private static int Count(int seed, bool locks)
    {
        FakeProcessor processor = new();
        CpuSchedule schedule = new(seed);
        (processor.Interleave, processor.Relaxes) = (schedule.Point, schedule.Relax);
        SpinLock spinLock = new(LockRank.Log, new CheckedLockOrder(processor));
        int count = 0;
        void Work()
        {
            for (int i = 0; i < 50; i++)
            {
                if (locks) spinLock.Acquire();
                int before = count;
                schedule.Point();
                count = before + 1;
                if (locks) spinLock.Release();
            }
        }
        for (int cpu = 0; cpu < 2; cpu++) schedule.Add(processor, cpu, () => false, Work);
        schedule.Run();
        return count;
    }
}
