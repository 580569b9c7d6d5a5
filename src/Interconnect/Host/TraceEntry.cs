using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Something that happened to a page, as it goes over the wire: 32 bytes, little-endian.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct TraceEntry
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 32;

    /// <summary>How many parts of a page are told apart.</summary>
    public const uint Parts = 256;

    /// <summary>Guest time when it began.</summary>
    public Cycles Time;

    /// <summary>How long it took, if <see cref="HasWaited"/>; else 0.</summary>
    public Cycles Wait;

    /// <summary>Which page.</summary>
    public PageNumber Page;

    /// <summary>What it was.</summary>
    public TraceKind Kind;

    /// <summary>The CPU on which it happened.</summary>
    public byte Cpu;

    /// <summary>An access: 1 if it had to wait, 0 if it was granted at once. An eviction: 1. A prefetch: 0, since nobody waits.</summary>
    public byte HasWaited;

    /// <summary>An access: to which part of the page, from 0.</summary>
    public byte Part;

    /// <summary>An access: the guest's virtual address of the instruction that made it. 0 if no instruction did.</summary>
    public ulong Instruction;
}
