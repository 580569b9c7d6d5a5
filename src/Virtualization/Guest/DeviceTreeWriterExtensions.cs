using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Properties that several nodes of the guest's device tree have, in cells as its root and its GIC count them.</summary>
public static class DeviceTreeWriterExtensions
{
    private const int InterruptCells = 3;
    private const uint LevelHigh = 4;

    /// <summary><c>reg</c>: one region.</summary>
    public static void Region(this ref DeviceTreeWriter tree, GuestPhysicalAddress start, ulong bytes) => Region(ref tree, "reg"u8, start, bytes);

    /// <summary>Another property of one region.</summary>
    public static void Region(this ref DeviceTreeWriter tree, ReadOnlySpan<byte> name, GuestPhysicalAddress start, ulong bytes)
    {
        tree.BeginProperty(name, 2 * sizeof(ulong));
        tree.Long(start.Value);
        tree.Long(bytes);
    }

    /// <summary><c>interrupts</c>: private and shared peripheral interrupts, high levels (Linux, arm,gic-v3 binding).</summary>
    public static void Interrupts(this ref DeviceTreeWriter tree, scoped ReadOnlySpan<InterruptId> interrupts)
    {
        tree.BeginProperty("interrupts"u8, interrupts.Length * InterruptCells * sizeof(uint));
        foreach (InterruptId interrupt in interrupts)
        {
            bool isPrivate = interrupt.Value < 32;
            tree.Word(isPrivate ? 1u : 0);
            tree.Word(interrupt.Value - (isPrivate ? 16u : 32));
            tree.Word(LevelHigh);
        }
    }
}
