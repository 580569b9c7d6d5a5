using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>Boots of one configuration.</summary>
/// <param name="name">How it is called in the table.</param>
/// <param name="configuration">What boots.</param>
internal sealed class BootSeries(string name, ClusterConfiguration configuration)
{
    private readonly List<double> _seconds = [];
    private readonly List<PageTraffic> _traffic = [];

    public string Name => name;

    public ClusterConfiguration Configuration => configuration;

    /// <summary>From the last machine's start to the guest's user space, a value a round.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    public double Median => Commands.Median.Of(_seconds);

    public double Minimum => _seconds.Min();

    public double Maximum => _seconds.Max();

    /// <summary>The medians of what the runs moved, each by itself; null where there is nothing to count.</summary>
    public PageTraffic? Traffic => _traffic.Count == 0 ? null : new(MedianOf(t => t.Misses), MedianOf(t => t.Messages), MedianOf(t => t.Bytes));

    /// <summary>A boot.</summary>
    /// <param name="boot">How long it took.</param>
    /// <param name="traffic">What the whole run moved; null if nobody counted.</param>
    public void Add(TimeSpan boot, PageTraffic? traffic)
    {
        _seconds.Add(boot.TotalSeconds);
        if (traffic is not null) _traffic.Add(traffic);
    }

    private ulong MedianOf(Func<PageTraffic, ulong> part) => (ulong)Commands.Median.Of(_traffic.Select(traffic => (double)part(traffic)));
}
