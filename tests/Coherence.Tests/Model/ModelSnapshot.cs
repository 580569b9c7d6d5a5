using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Saves and restores a modelled cluster: possible because a protocol keeps all its state in its entries.</summary>
internal static class ModelSnapshot
{
    public static void Transfer(ModelCluster cluster, StateBytes state, Queue<ModelMessage>[] channels, int[] newest)
    {
        state.Transfer(MemoryMarshal.AsBytes(newest.AsSpan()));
        foreach (ModelNode node in cluster.Nodes)
        {
            state.Transfer(node.Entries);
            state.Transfer(MemoryMarshal.AsBytes(node.Permissions.AsSpan()));
            state.Transfer(MemoryMarshal.AsBytes(node.Versions.AsSpan()));
            state.Transfer(MemoryMarshal.AsBytes(node.Holds.AsSpan()));
            for (int i = 0; i < node.Cpus.Length; i++) Transfer(ref node.Cpus[i], state);
        }
        foreach (Queue<ModelMessage> channel in channels) Transfer(channel, state);
    }

    private static void Transfer(ref ModelCpu cpu, StateBytes state)
    {
        state.Transfer(ref cpu.Wants);
        state.Transfer(ref cpu.Waits);
        state.Transfer(ref cpu.Page);
        state.Transfer(ref cpu.Kind);
        state.Transfer(ref cpu.Left);
    }

    private static void Transfer(Queue<ModelMessage> channel, StateBytes state)
    {
        byte count = (byte)channel.Count;
        state.Transfer(ref count);
        if (state.IsRestoring) channel.Clear();
        ModelMessage[] messages = channel.ToArray();
        for (int i = 0; i < count; i++)
        {
            CoherenceMessage message = state.IsRestoring ? default : messages[i].Message;
            bool hasContent = !state.IsRestoring && messages[i].HasContent;
            int version = state.IsRestoring ? 0 : messages[i].Version;
            state.Transfer(ref message);
            state.Transfer(ref hasContent);
            state.Transfer(ref version);
            if (state.IsRestoring) channel.Enqueue(new ModelMessage(message, hasContent, version));
        }
    }
}
