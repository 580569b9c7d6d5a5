using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The register arrays that the distributor and each redistributor's SGI frame have at the same offsets (IHI 0069, 12.8 and 12.11): 0x080 to 0xcff. Bit arrays
/// and ICFGR take 32-bit accesses, IPRIORITYR bytes too; every other access, and what belongs to no interrupt of the bank, reads as zero and is ignored.
/// </summary>
internal static class InterruptRegisters
{
    /// <summary>Whether the register at <paramref name="offset"/> is one of pending or active state, which list registers may know better: ISPENDR to ICACTIVER.</summary>
    public static bool IsState(uint offset) => ArrayOf(offset) is >= GicInterruptRegisters.SetPending and <= GicInterruptRegisters.ClearActive;

    /// <summary>Reads a register of <paramref name="bank"/>.</summary>
    public static ulong Read(InterruptBank bank, uint offset, int bytes)
    {
        if (offset is >= GicInterruptRegisters.Priority and < GicInterruptRegisters.PriorityEnd) return ReadPriorities(bank, offset - GicInterruptRegisters.Priority, bytes);
        if (bytes != 4) return 0;
        if (offset is >= GicInterruptRegisters.Configuration and < GicInterruptRegisters.ConfigurationEnd) return ReadConfiguration(bank, (offset - GicInterruptRegisters.Configuration) * 4);
        return TryGetProperty(offset, out InterruptProperty property) ? ReadBits(bank, property, (offset & 0x7f) * 8) : 0;
    }

    /// <summary>Writes a register of <paramref name="bank"/>.</summary>
    public static void Write(InterruptBank bank, uint offset, int bytes, ulong value)
    {
        if (offset is >= GicInterruptRegisters.Priority and < GicInterruptRegisters.PriorityEnd) WritePriorities(bank, offset - GicInterruptRegisters.Priority, bytes, value);
        else if (bytes != 4) return;
        else if (offset is >= GicInterruptRegisters.Configuration and < GicInterruptRegisters.ConfigurationEnd) WriteConfiguration(bank, (offset - GicInterruptRegisters.Configuration) * 4, (uint)value);
        else if (TryGetProperty(offset, out InterruptProperty property)) WriteBits(bank, property, offset, (uint)value);
    }

    /// <summary>Where the bit array begins that <paramref name="offset"/> is in.</summary>
    private static uint ArrayOf(uint offset) => offset & ~(GicInterruptRegisters.BitArrayBytes - 1);

    private static bool TryGetProperty(uint offset, out InterruptProperty property)
    {
        uint array = ArrayOf(offset);
        property = array switch
        {
            GicInterruptRegisters.Group => InterruptProperty.Group1,
            GicInterruptRegisters.SetEnable or GicInterruptRegisters.ClearEnable => InterruptProperty.Enabled,
            GicInterruptRegisters.SetPending or GicInterruptRegisters.ClearPending => InterruptProperty.Pending,
            _ => InterruptProperty.Active,
        };
        return array is >= GicInterruptRegisters.Group and <= GicInterruptRegisters.ClearActive;
    }

    private static uint ReadBits(InterruptBank bank, InterruptProperty property, uint first)
    {
        uint bits = 0;
        for (int i = 0; i < 32; i++)
        {
            uint intid = first + (uint)i;
            if (bank.Contains(intid) && bank.Read(property, intid)) bits |= 1u << i;
        }
        return bits;
    }

    // IGROUPR takes each bit's value; the others set, or clear, where a one is written.
    private static void WriteBits(InterruptBank bank, InterruptProperty property, uint offset, uint bits)
    {
        uint array = ArrayOf(offset);
        bool clears = array is GicInterruptRegisters.ClearEnable or GicInterruptRegisters.ClearPending or GicInterruptRegisters.ClearActive;
        for (int i = 0; i < 32; i++)
        {
            uint intid = ((offset & 0x7f) * 8) + (uint)i;
            bool one = ((bits >> i) & 1) != 0;
            if (bank.Contains(intid) && (one || array == GicInterruptRegisters.Group)) bank.Write(property, intid, one && !clears);
        }
    }

    private static uint ReadConfiguration(InterruptBank bank, uint first)
    {
        uint bits = 0;
        for (int i = 0; i < 16; i++)
        {
            uint intid = first + (uint)i;
            if (bank.Contains(intid) && bank.Read(InterruptProperty.Edge, intid)) bits |= 2u << (2 * i);
        }
        return bits;
    }

    private static void WriteConfiguration(InterruptBank bank, uint first, uint bits)
    {
        for (int i = 0; i < 16; i++)
        {
            uint intid = first + (uint)i;
            if (bank.Contains(intid)) bank.Write(InterruptProperty.Edge, intid, ((bits >> (2 * i)) & 2) != 0);
        }
    }

    private static ulong ReadPriorities(InterruptBank bank, uint first, int bytes)
    {
        if (bytes is not (1 or 4)) return 0;
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            uint intid = first + (uint)i;
            if (bank.Contains(intid)) value |= (ulong)bank.ReadPriority(intid) << (8 * i);
        }
        return value;
    }

    private static void WritePriorities(InterruptBank bank, uint first, int bytes, ulong value)
    {
        if (bytes is not (1 or 4)) return;
        for (int i = 0; i < bytes; i++)
        {
            uint intid = first + (uint)i;
            if (bank.Contains(intid)) bank.WritePriority(intid, (byte)((value >> (8 * i)) & VirtualGic.PriorityMask));
        }
    }
}
