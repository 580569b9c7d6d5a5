using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>Counters by name, for --json.</summary>
/// <param name="ReadFetches">Pages fetched for a read.</param>
/// <param name="WriteFetches">Pages fetched for a write.</param>
/// <param name="Upgrades">Write permissions without content.</param>
/// <param name="Invalidations">Copies given up.</param>
/// <param name="DistinctPages">Distinct foreign pages waited for, or asked for ahead.</param>
/// <param name="RemoteFaultMicroseconds">From a guest's access to permission.</param>
/// <param name="HotPages">The pages that were waited for most often, the hottest first.</param>
/// <param name="Messages">Messages and bytes sent, by kind.</param>
/// <param name="Counters">Every counter that is not zero.</param>
internal sealed record CountsReport(
    ulong ReadFetches, ulong WriteFetches, ulong Upgrades, ulong Invalidations, ulong DistinctPages, LatencySummary? RemoteFaultMicroseconds,
    IReadOnlyList<HotPageReport> HotPages, IReadOnlyDictionary<string, MessageCount> Messages, IReadOnlyDictionary<string, ulong> Counters)
{
    public static CountsReport Of(NodeCounts counts, MessageNames names) => new(
        counts[Counter.ReadFetches], counts[Counter.WriteFetches], counts[Counter.Upgrades], counts[Counter.Invalidations], counts[Counter.DistinctPages],
        LatencySummary.Of(counts.Latencies), counts.HotPages.Select(page => new HotPageReport($"0x{page.Page.Value:x}", page.Waits)).ToArray(), MessagesOf(counts, names),
        Enum.GetValues<Counter>().Where(c => counts[c] != 0).ToDictionary(c => c.ToString(), c => counts[c]));

    private static Dictionary<string, MessageCount> MessagesOf(NodeCounts counts, MessageNames names)
    {
        Dictionary<string, MessageCount> messages = [];
        for (int kind = 0; kind < counts.Messages.Length; kind++)
        {
            if (counts.Messages[kind] != 0) messages.Add(names.Of((byte)kind), new MessageCount(counts.Messages[kind], counts.MessageBytes[kind]));
        }

        return messages;
    }
}
