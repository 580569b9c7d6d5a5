using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>struct virtq_used_elem (Virtual I/O Device Version 1.2, section 2.7.8): a buffer the device is done with.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct VirtqUsedElement
{
    /// <summary>Its descriptor's number; whatever the device wrote.</summary>
    public uint Id;

    /// <summary>How many bytes the device wrote into the buffer.</summary>
    public uint Length;
}
