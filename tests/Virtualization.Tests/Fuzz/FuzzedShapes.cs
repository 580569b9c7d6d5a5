using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>How long the bodies of messages are, as a node says that is sent them: so nothing that registers is left out.</summary>
internal static class FuzzedShapes
{
    private static readonly int[] s_lengths = [0, 1, 2, 4, 8, 12, 16, 20, 24, 32, 40, 64, 80, 96, 128];
    private static readonly Lazy<int[]> s_found = new(() => [.. Enumerable.Range(0, NodeCounters.MaximumKinds).Select(kind => Find((MessageKind)kind))]);

    /// <summary>By kind; -1 of kinds that no message has.</summary>
    public static int[] Lengths => s_found.Value;

    private static int Find(MessageKind kind)
    {
        if (kind == MessageKind.None) return -1;
        foreach (int length in s_lengths)
        {
            string answer = Ask(kind, length);
            if (answer.Contains("nothing here is registered", StringComparison.Ordinal)) return -1;
            if (!answer.Contains("its body has another length", StringComparison.Ordinal)) return length;
        }
        throw new InvalidOperationException($"messages of kind {(byte)kind:x2} have a body of a length that is not among those tried: add it");
    }

    // What a node says to an empty body of that length; nothing if it takes it.
    private static string Ask(MessageKind kind, int length)
    {
        FakeCounter counter = new() { Now = new Cycles(1_000_000) };
        FakeEthernet ethernet = new(counter, 1) { DelayMicroseconds = 0 };
        FuzzedVariant variant = FuzzedVariant.Plain;
        using FuzzedNode node = new(variant, counter, ethernet);
        FuzzedPeer[] peers = [.. FuzzedNode.Others(variant).Select(other => new FuzzedPeer(other, variant, counter, ethernet))];
        try
        {
            node.Boot(() => FuzzedLife.Step(node, peers, counter, ethernet));
            peers[0].Send(peers[0].NewHeader(kind, 0), new byte[length], default);
            return string.Empty;
        }
        catch (PanicException panic)
        {
            return panic.Message;
        }
        finally
        {
            foreach (FuzzedPeer peer in peers) peer.Dispose();
        }
    }
}
