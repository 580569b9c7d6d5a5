using System;

namespace Pilevisor.Drivers.Tests;

/// <summary>One CPU's virtual interface control of a GICv2 (IHI 0048B, 5.3), with something left over everywhere.</summary>
public sealed class FakeGicV2VirtualControl(int listRegisters) : FakeRegisters
{
    private readonly uint[] _listRegisters = NewListRegisters(listRegisters);

    /// <summary>GICH_LR&lt;n&gt;.</summary>
    public uint[] ListRegisters => _listRegisters;

    /// <summary>GICH_HCR.</summary>
    public uint Control { get; set; } = 0xf800_00fe;

    /// <summary>GICH_VMCR.</summary>
    public uint VirtualMachineControl { get; set; } = 0xf84c_0003;

    /// <summary>GICH_APR.</summary>
    public uint ActivePriorities { get; set; } = 0x10;

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes)
    {
        if (bytes != 4) throw new InvalidOperationException($"an access of {bytes} bytes to register {offset:x}");
        return offset switch
        {
            0x00 => Control,
            0x04 => 0x9000_0000u | ((uint)listRegisters - 1),
            0x08 => VirtualMachineControl,
            0x20 => Find(register => (register & 0xb000_0000) == 0 && (register & (1u << 19)) != 0),
            0x30 => Find(register => (register & 0x3000_0000) == 0),
            _ => _listRegisters[Index(offset)],
        };
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        if (bytes != 4) throw new InvalidOperationException($"an access of {bytes} bytes to register {offset:x}");
        switch (offset)
        {
            case 0x00: Control = (uint)value; break;
            case 0x08: VirtualMachineControl = (uint)value; break;
            case 0xf0: ActivePriorities = (uint)value; break;
            default: _listRegisters[Index(offset)] = (uint)value; break;
        }
    }

    private static uint[] NewListRegisters(int count)
    {
        uint[] registers = new uint[count];
        Array.Fill(registers, 0x1000_0028u);
        return registers;
    }

    private static int Index(ulong offset) => offset is >= 0x100 and < 0x200 ? (int)(offset - 0x100) / 4 : throw new InvalidOperationException($"access to register {offset:x}");

    private uint Find(Func<uint, bool> which)
    {
        uint found = 0;
        for (int i = 0; i < listRegisters && i < 32; i++) found |= which(_listRegisters[i]) ? 1u << i : 0;
        return found;
    }
}
