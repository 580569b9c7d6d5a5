using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A device with one register that stands for all but one of its addresses; it lives on the leader unless told otherwise.</summary>
internal sealed class RegisterFile(byte node = 0, ulong start = RegisterFile.Address) : MmioDevice(new GuestPhysicalAddress(start), 0x1000)
{
    public const ulong Address = 0x0b00_0000;
    public const uint Missing = 0x800;

    public ulong Value { get; set; }

    public int Writes { get; private set; }

    public uint LastOffset { get; private set; }

    public int LastBytes { get; private set; }

    public uint LastVcpu { get; private set; }

    public override NodeId NodeOf(uint offset) => new(node);

    public override bool TryRead(MmioAccess access, out ulong value)
    {
        Remember(access);
        value = Value;
        return access.Offset != Missing;
    }

    public override bool TryWrite(MmioAccess access, ulong value)
    {
        Remember(access);
        if (access.Offset == Missing) return false;
        Value = value;
        Writes++;
        return true;
    }

    private void Remember(MmioAccess access)
    {
        LastOffset = access.Offset;
        LastBytes = access.Bytes;
        LastVcpu = access.Vcpu.Value;
    }
}
