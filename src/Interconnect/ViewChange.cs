using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>In what the next view of the cluster differs from this one: a node. As it goes over the wire (little-endian, 24 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct ViewChange
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 24;

    /// <summary>The node's Ethernet address.</summary>
    public MacAddress Address;

    /// <summary>The view's number: one more than that of the view before.</summary>
    public uint View;

    /// <summary>How many units of 2 MiB of its place's window the node that joins has no RAM for.</summary>
    public uint MissingUnits;

    /// <summary>The place that it takes, or that becomes free.</summary>
    public NodeId Node;

    /// <summary>How many of its place's vCPUs the node that joins has no CPU for.</summary>
    public byte MissingCpus;

    /// <summary>Whether it joins, leaves, or has died.</summary>
    public ViewChangeKind Kind;
}
