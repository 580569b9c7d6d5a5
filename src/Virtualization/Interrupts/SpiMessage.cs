using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>What distributor and vCPUs tell each other about an SPI, as it goes over the wire (8 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct SpiMessage
{
    /// <summary>Its INTID.</summary>
    public ushort Spi;

    /// <summary>The CPU, of the node that is not the leader, whose vCPU it is about.</summary>
    public byte Cpu;

    /// <summary>Its priority.</summary>
    public byte Priority;

    /// <summary>The rest.</summary>
    public Content Flags;

    /// <summary>Whether <paramref name="flag"/> is set.</summary>
    public readonly bool Has(Content flag) => (Flags & flag) != 0;

    /// <summary>What a message says besides.</summary>
    [Flags]
    public enum Content : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>Delivered as pending; or was still pending and is given back.</summary>
        Pending = 1 << 0,

        /// <summary>Delivered as active; or is active and stays.</summary>
        Active = 1 << 1,

        /// <summary>A recall that deactivates it too.</summary>
        ClearActive = 1 << 2,

        /// <summary>A report that answers a recall.</summary>
        Answer = 1 << 3,

        /// <summary>Delivered as one of Group 0.</summary>
        Group0 = 1 << 4,

        /// <summary>A report that deactivates it wherever it is active.</summary>
        Deactivation = 1 << 5,

        /// <summary>A report of an SPI that stays, with its state.</summary>
        Look = 1 << 6,
    }
}
