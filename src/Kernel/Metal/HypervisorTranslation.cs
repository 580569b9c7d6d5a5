using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Builds EL2's final translation from the machine's description and turns it on.</summary>
/// <param name="hardware">Where RAM is.</param>
/// <param name="tables">The tables.</param>
/// <param name="uncached">What of it is not cached.</param>
/// <param name="memory">RAM, all of which can be used from then on.</param>
/// <param name="secondaries">Know where their stacks end.</param>
public sealed class HypervisorTranslation(HardwareDescription hardware, HypervisorTables tables, MetalUncachedMemory uncached, PhysicalMemory memory, SecondaryCpus secondaries)
{
    // In .stacks: guard page, 64 KiB stack, guard page, 16 KiB emergency stack (boot.S).
    private const ulong EmergencyGuardOffset = GranuleNumber.Bytes + CpuBlock.StackBytes;

    /// <summary>Builds the tables and changes to them. Once, on the CPU that booted.</summary>
    [Starts(BootPhase.Translation), After<SecondaryCpus>]
    public void Initialize()
    {
        tables.MapAllAsDevice();
        for (int i = 0; i < hardware.MemoryRegionCount; i++) tables.MapMemory(hardware.MemoryRegion(i).Start, hardware.MemoryRegion(i).Bytes);
        tables.MapUncached(uncached.Start, MetalUncachedMemory.TotalBytes);
        for (int i = 0; i < hardware.UnmappedRegionCount; i++) tables.Unmap(hardware.UnmappedRegion(i).Start, hardware.UnmappedRegion(i).Bytes);
        tables.MapCode(ImageLayout.Start, ImageLayout.TextEnd);
        tables.MapConstants(ImageLayout.ConstantsStart, ImageLayout.ConstantsEnd);
        tables.MapGuard(new PhysicalAddress(0));
        tables.MapGuard(ImageLayout.StacksStart);
        tables.MapGuard(ImageLayout.StacksStart + EmergencyGuardOffset);
        // Last: RAM that is mapped anew would take a hole's place.
        secondaries.MapGuards(tables);
        Switch(tables.Root.Value);
        memory.UseAll();
    }

    [RuntimeImport("*", "asm_switch_translation")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Switch(ulong root);
}
