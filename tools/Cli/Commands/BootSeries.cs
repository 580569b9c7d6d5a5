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

    public string Name => name;

    public ClusterConfiguration Configuration => configuration;

    /// <summary>From the last machine's start to the guest's user space, a value a round.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    public double Median
    {
        get
        {
            double[] sorted = _seconds.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public double Minimum => _seconds.Min();

    public double Maximum => _seconds.Max();

    public void Add(TimeSpan boot) => _seconds.Add(boot.TotalSeconds);
}
