using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Cli.Scaling;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Tests.Traces.Analysis;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Scaling;

/// <summary>Where the time of an application went.</summary>
public sealed class ScalingCostsTests
{
    private const double Seconds = 2e-5;

    [Fact]
    public void The_parts_are_of_all_cpus_time_while_it_ran_whatever_came_before_and_after()
    {
        GuestSymbols symbols = GuestSymbolsReader.Read(new StringReader("ffff800008000100 T queued_spin_lock_slowpath\nffff800008000200 T ktime_get\n"), "map");
        string[] records =
        [
            .. SmallTraces.Records("0w 1w"), .. SmallTraces.Records("0w 1w 2w", 0xffff_8000_0800_0104), .. SmallTraces.Records("0r", 0xffff_8000_0800_0208),
        ];
        TraceAnalysis analysis = new(SmallTraces.Of(records), symbols);
        // Three CPUs, of whose 60 us 45 were busy; besides, each was idle for a second before and after.
        ScalingCost cost = ScalingCosts.Of(Readings(0, idleMicroseconds: 0, 100), Readings(1 + Seconds, idleMicroseconds: 1_000_005, 150), analysis, Seconds);
        Assert.Equal(0.25, cost.Idle, 3);
        Assert.Equal(2 * 500 / 60_000.0, cost.User, 9);
        Assert.Equal(3 * 500 / 60_000.0, cost.Locks, 9);
        Assert.Equal(500 / 60_000.0, cost.Kernel, 9);
        Assert.Equal(0.75 - cost.Waiting, cost.Computing, 3);
        Assert.Equal((150ul, 150ul, 3000ul), (cost.Misses, cost.Messages, cost.Bytes));
        ScalingHotPage hottest = Assert.Single(cost.HotPages);
        Assert.Equal((SmallTraces.Page, 6, 1.0), (hottest.Page, hottest.Waits, hottest.Share));
        Assert.Equal("queued_spin_lock_slowpath", hottest.Functions[0]);
    }

    private static Dictionary<int, NodeReading> Readings(double seconds, ulong idleMicroseconds, ulong misses)
    {
        NodeCounts counts = new();
        counts.Take(
        [
            new CounterEntry { Table = CounterTable.Counters, Index = (byte)Counter.Upgrades, Value = misses },
            new CounterEntry { Table = CounterTable.Messages, Index = 0x20, Value = misses },
            new CounterEntry { Table = CounterTable.MessageBytes, Index = 0x20, Value = 20 * misses },
        ]);
        TimeSpan taken = TimeSpan.FromSeconds(seconds);
        return Enumerable.Range(0, 3).ToDictionary(node => node, _ => new NodeReading(0, taken, counts, new NodeStatus { Vcpus = 1, IdleMicroseconds = idleMicroseconds }, taken));
    }
}
