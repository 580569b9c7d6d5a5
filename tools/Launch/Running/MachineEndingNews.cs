using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch.Machines;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Running;

/// <summary>Tells the leader that a machine has ended, again and again, until it has said that nobody misses the machine, or the run ends.</summary>
/// <param name="network">The way to the leader.</param>
/// <param name="reports">Knows the leader, and whether the run ends.</param>
/// <param name="writer">Makes frames.</param>
/// <param name="leader">The leader's machine.</param>
internal sealed class MachineEndingNews(EthernetSwitch network, NodeReports reports, HostRequestWriter writer, ClusterNode leader)
{
    private static readonly TimeSpan _tellAgain = TimeSpan.FromSeconds(0.5);

    // The nodes that live look for what is lost for a few seconds, and all wait for one that stands still meanwhile, up to 70 s.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    /// <summary>Tells it, and waits for what becomes of that.</summary>
    /// <param name="node">The machine that has ended.</param>
    /// <param name="isExpected">Whether it was about to leave and ended well: then the leader most often knows.</param>
    /// <returns>Whether the others go on without it.</returns>
    public async Task<bool> TellAsync(ClusterNode node, bool isExpected)
    {
        Task end = Task.WhenAny(node.GoneOnWithout, leader.Process!.Ended);
        if (isExpected) await Task.WhenAny(end, Task.Delay(_tellAgain));
        for (Stopwatch since = Stopwatch.StartNew(); !end.IsCompleted && reports.End is null && since.Elapsed < _limit;)
        {
            if (node.Number is { } number && reports.Leader is { } known) network.Send(0, writer.MachineEnded(known.Address, known.Epoch, new NodeId((ushort)number), QemuNic.AddressOf(node.Index)));
            await Task.WhenAny(end, Task.Delay(_tellAgain));
        }

        return node.GoneOnWithout.IsCompleted;
    }
}
