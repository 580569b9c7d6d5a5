using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence.Tests;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization.Tests.Whole;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What nodes that work send each other: the messages of a guest's work on three nodes, under every protocol.</summary>
internal static class Recording
{
    private const int MostOfAKind = 64;
    private const int Steps = 250;

    private static readonly Lazy<Dictionary<string, RecordedMessage[]>> s_messages = new(() => ShippedProtocols.Names.ToDictionary(name => name, Record));

    /// <summary>The messages of a cluster with <paramref name="protocol"/>, as many of each kind as there is room for.</summary>
    public static RecordedMessage[] Under(string protocol) => s_messages.Value[protocol];

    private static RecordedMessage[] Record(string name)
    {
        List<RecordedMessage> messages = [];
        Dictionary<MessageKind, int> counts = [];
        using WholeCluster cluster = new(FuzzedNode.Nodes, FuzzedNode.Cpus, seed: 1, world => ShippedProtocols.Create(name, world));
        cluster.Ethernet.Rewrite = frame =>
        {
            if (!WholeCluster.Codec.TryDecode(frame, out DecodedFrame decoded) || (decoded.Header.Flags & FrameFlags.Sequenced) == 0) return frame;
            int count = counts.GetValueOrDefault(decoded.Header.Kind);
            counts[decoded.Header.Kind] = count + 1;
            if (count < MostOfAKind) messages.Add(new RecordedMessage(decoded.Header.Kind, decoded.Body.ToArray(), decoded.Payload.ToArray()));
            return frame;
        };
        Random random = new(1);
        for (int i = 0; i < Steps; i++)
        {
            if (!GuestWork.Act(cluster, random)) throw new InvalidOperationException("a cluster that works does not go on");
            cluster.Step();
        }
        return [.. messages];
    }
}
