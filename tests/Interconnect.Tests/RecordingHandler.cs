using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Keeps the numbers that arrive, by sender, and the first byte of the last page.</summary>
internal sealed class RecordingHandler : MessageHandler
{
    public Dictionary<ushort, List<uint>> Numbers { get; } = [];

    public byte[] LastPage { get; private set; } = [];

    public Action<NodeId, uint>? Received { get; set; }

    public List<uint> From(int node) => Numbers.TryGetValue((ushort)node, out List<uint>? numbers) ? numbers : [];

    /// <summary>What it takes.</summary>
    public static MessageShape Shape => MessageShape.Of<uint>().PerhapsUpTo((int)GranuleNumber.Bytes);

    public override void Receive(in ReceivedMessage message)
    {
        uint number = message.Read<uint>();
        NodeId from = message.From;
        if (!Numbers.TryGetValue(from.Value, out List<uint>? numbers)) Numbers.Add(from.Value, numbers = []);
        numbers.Add(number);
        LastPage = message.Page.Bytes.ToArray();
        Received?.Invoke(from, number);
    }
}
