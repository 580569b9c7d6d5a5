using System.Collections.Generic;
using System.Linq;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch.Running;

namespace Pilevisor.Lab.Comparison;

/// <summary>What one protocol did with one workload on one cluster, simulated or under QEMU.</summary>
public sealed record ComparisonRow
{
    /// <summary>A run of the simulator.</summary>
    public const string Simulated = "simulated";

    /// <summary>A run of a variant image.</summary>
    public const string Qemu = "QEMU";

    /// <summary><see cref="Simulated"/> or <see cref="Qemu"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The workload, or the guest's program.</summary>
    public required string Workload { get; init; }

    /// <summary>What there is to know about it; null for nothing.</summary>
    public string? About { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>What runs are told apart by: the protocol, and what else was chosen that is not as usual.</summary>
    public required string Design { get; init; }

    /// <summary>Nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>Accesses that had to wait.</summary>
    public required long Faults { get; init; }

    /// <summary>What the protocol was asked for: faults, and what was asked for ahead of them.</summary>
    public required long Misses { get; init; }

    /// <summary>The protocol's messages by kind.</summary>
    public required IReadOnlyDictionary<string, long> MessagesByKind { get; init; }

    /// <summary>Their bytes, headers included.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long faults took.</summary>
    public required IReadOnlyList<LatencyPoint> Latencies { get; init; }

    /// <summary>Accesses a second; null if they are not counted.</summary>
    public double? AccessesPerSecond { get; init; }

    /// <summary>Jain's index; null if accesses are not counted.</summary>
    public double? Fairness { get; init; }

    /// <summary>The part of the time that the busiest port was sending; null if that is not known.</summary>
    public double? BusiestPort { get; init; }

    /// <summary>From the last machine's start to user space; null in the simulator.</summary>
    public double? BootSeconds { get; init; }

    /// <summary>From user space to the end; null in the simulator.</summary>
    public double? ProgramSeconds { get; init; }

    /// <summary>What the guest's program printed; null in the simulator.</summary>
    public string? Output { get; init; }

    /// <summary>Messages of all kinds.</summary>
    public long Messages => MessagesByKind.Values.Sum();

    /// <summary>Messages for each miss.</summary>
    public double MessagesPerMiss => Misses == 0 ? 0 : (double)Messages / Misses;

    /// <summary>Bytes for each miss.</summary>
    public double BytesPerMiss => Misses == 0 ? 0 : (double)Bytes / Misses;

    /// <summary>Half the faults took no longer.</summary>
    public double MedianMicroseconds => Quantile(0.5);

    /// <summary>99 in 100 took no longer.</summary>
    public double P99Microseconds => Quantile(0.99);

    /// <summary>Of a simulated run.</summary>
    public static ComparisonRow Of(SimResult result)
    {
        ProtocolInfo protocol = ProtocolCatalog.Named(result.Protocol)[0];
        return new ComparisonRow
        {
            Source = Simulated,
            Workload = result.Workload,
            About = result.Ended,
            Protocol = result.Protocol,
            Design = result.Design,
            Nodes = result.Options.Nodes,
            Faults = result.Counts.Faults,
            Misses = result.Counts.Faults + result.Counts.Prefetches,
            MessagesByKind = Enumerable.Range(0, result.Counts.Messages.Length).Where(kind => result.Counts.Messages[kind] != 0)
                .ToDictionary(kind => protocol.MessageName((byte)kind), kind => result.Counts.Messages[kind]),
            Bytes = result.Counts.AllBytes,
            Latencies = result.Counts.Latency.Distribution(),
            AccessesPerSecond = result.AccessesPerSecond,
            Fairness = result.Fairness,
            BusiestPort = result.BusiestPort,
        };
    }

    /// <summary>Of a run under QEMU.</summary>
    /// <param name="program">What the guest ran.</param>
    /// <param name="protocol">The image's protocol.</param>
    /// <param name="design">What it is told apart by.</param>
    /// <param name="nodes">Nodes.</param>
    /// <param name="counts">What the hypervisors counted, all nodes together, the guest's boot included.</param>
    public static ComparisonRow Of(string program, ProtocolInfo protocol, string design, int nodes, NodeCounts counts) => new()
    {
        Source = Qemu,
        Workload = program,
        Protocol = protocol.Name,
        Design = design,
        Nodes = nodes,
        Faults = CoherenceCounts.Faults(counts),
        Misses = (long)counts.Misses,
        MessagesByKind = CoherenceCounts.Messages(counts).ToDictionary(kind => protocol.MessageName(kind.Kind), kind => kind.Count),
        Bytes = CoherenceCounts.Bytes(counts),
        Latencies = CoherenceCounts.Distribution(counts),
    };

    private double Quantile(double part) => Latencies.FirstOrDefault(point => point.Part >= part).Microseconds;
}
