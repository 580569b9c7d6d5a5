using System;

namespace Pilevisor.Drivers.Tests;

/// <summary>The interrupt configuration registers that distributor and redistributors share, for INTIDs from <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
public sealed class FakeGicFrame(int first, int end)
{
    /// <summary>Enabled, by INTID; firmware left all on.</summary>
    public bool[] Enabled { get; } = Filled(end, true);

    /// <summary>Pending, by INTID; something is left over.</summary>
    public bool[] Pending { get; } = Filled(end, true);

    /// <summary>Active, by INTID; something is left over.</summary>
    public bool[] Active { get; } = Filled(end, true);

    /// <summary>In Group 1, by INTID.</summary>
    public bool[] Group1 { get; } = Filled(end, false);

    /// <summary>Edge-triggered, by INTID.</summary>
    public bool[] Edge { get; } = Filled(end, true);

    /// <summary>Priority, by INTID.</summary>
    public byte[] Priority { get; } = new byte[end];

    /// <summary>A 32-bit read.</summary>
    public uint Read(ulong offset)
    {
        if (offset is < 0xc00 or >= 0xd00) throw new InvalidOperationException($"read of register {offset:x}");
        uint value = 0;
        for (int i = 0; i < 16; i++)
        {
            if (Edge[Interrupt(offset, 0xc00, 16, i)]) value |= 2u << (2 * i);
        }
        return value;
    }

    /// <summary>A 32-bit write.</summary>
    public void Write(ulong offset, uint value)
    {
        if (offset is >= 0x400 and < 0x800)
        {
            for (int i = 0; i < 4; i++) Priority[Interrupt(offset, 0x400, 4, i)] = (byte)(value >> (8 * i));
            return;
        }
        if (offset is >= 0xc00 and < 0xd00)
        {
            WriteConfiguration(offset, value);
            return;
        }
        (bool[] bits, ulong start, bool set) = offset switch
        {
            >= 0x080 and < 0x100 => (Group1, 0x080ul, true),
            >= 0x100 and < 0x180 => (Enabled, 0x100ul, true),
            >= 0x180 and < 0x200 => (Enabled, 0x180ul, false),
            >= 0x280 and < 0x300 => (Pending, 0x280ul, false),
            >= 0x380 and < 0x400 => (Active, 0x380ul, false),
            _ => throw new InvalidOperationException($"write of register {offset:x}"),
        };
        for (int i = 0; i < 32; i++)
        {
            if (((value >> i) & 1) != 0) bits[Interrupt(offset, start, 32, i)] = set;
        }
    }

    private static bool[] Filled(int length, bool value)
    {
        bool[] array = new bool[length];
        Array.Fill(array, value);
        return array;
    }

    private void WriteConfiguration(ulong offset, uint value)
    {
        for (int i = 0; i < 16; i++)
        {
            int interrupt = Interrupt(offset, 0xc00, 16, i);
            bool edge = ((value >> (2 * i)) & 2) != 0;
            if (edge != Edge[interrupt] && Enabled[interrupt]) throw new InvalidOperationException($"the trigger of INTID {interrupt} changes while it is enabled");
            Edge[interrupt] = edge;
        }
    }

    private int Interrupt(ulong offset, ulong start, int perRegister, int index)
    {
        int interrupt = ((int)(offset - start) / 4 * perRegister) + index;
        return interrupt >= first && interrupt < end ? interrupt : throw new InvalidOperationException($"register {offset:x} is of INTID {interrupt}, not of {first} to {end - 1}");
    }
}
