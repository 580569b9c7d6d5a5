using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Keeps the numbers that arrive, by sender, and the first byte of the last page.</summary>
internal sealed class RecordingHandler : MessageHandler
{
    public Dictionary<ushort, List<uint>> Numbers { get; } = [];

    public byte[] LastPage { get; private set; } = [];

    public Action<NodeId, uint>? Received { get; set; }

    public List<uint> From(int node) => Numbers.TryGetValue((ushort)node, out List<uint>? numbers) ? numbers : [];

    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        uint number = MemoryMarshal.Read<uint>(body);
        if (!Numbers.TryGetValue(from.Value, out List<uint>? numbers)) Numbers.Add(from.Value, numbers = []);
        numbers.Add(number);
        LastPage = page.ToArray();
        Received?.Invoke(from, number);
    }
}
