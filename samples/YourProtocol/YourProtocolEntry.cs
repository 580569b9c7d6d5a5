using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Samples;

/// <summary>All that a node knows of a page: 8 bytes and, right behind them, its sets (<see cref="YourProtocolSet"/>). What means nothing at present is zero.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct YourProtocolEntry
{
    /// <summary>At home: who was served last. The next turn is the next node's by number.</summary>
    public NodeId Last;

    /// <summary>What is here.</summary>
    public YourProtocolState State;

    /// <summary>What else there is to remember.</summary>
    public YourProtocolFlags Flags;

    /// <summary>Whether <paramref name="flag"/> is set.</summary>
    public readonly bool Has(YourProtocolFlags flag) => (Flags & flag) != 0;

    /// <summary>Sets <paramref name="flag"/>, or clears it.</summary>
    public void Set(YourProtocolFlags flag, bool on) => Flags = on ? Flags | flag : Flags & ~flag;
}
