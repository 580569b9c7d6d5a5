using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Carries out a guest's load from or store to a device register in the guest's place.</summary>
/// <param name="devices">The devices, wherever they live.</param>
public sealed class AccessEmulation(MmioForwarding devices)
{
    /// <summary>Makes the access that <paramref name="abort"/> describes and goes on behind it.</summary>
    /// <returns>False if there is no register, or the instruction is none that the syndrome describes (ISV = 0): the guest is where it was.</returns>
    public bool TryAccess(ref TrapFrame frame, AbortSyndrome abort, GuestPhysicalAddress address)
    {
        // Applications run AArch32, not drivers: its conditional and 16-bit instructions are not emulated.
        if (!abort.HasAccess || new ProcessorState(frame.Spsr).IsAArch32) return false;
        bool exists = abort.IsWrite
            ? devices.TryWrite(address, abort.AccessBytes, Low(frame.Read(abort.Register), abort.AccessBytes))
            : TryLoad(ref frame, abort, address);
        if (exists) frame.SkipInstruction();
        return exists;
    }

    /// <summary>What a load of <paramref name="abort"/>'s width, sign extension and register size leaves in the register for <paramref name="value"/>.</summary>
    public static ulong Extend(ulong value, AbortSyndrome abort)
    {
        ulong low = Low(value, abort.AccessBytes);
        if (!abort.SignExtends) return low;
        int unused = 64 - (abort.AccessBytes * 8);
        ulong extended = (ulong)((long)(low << unused) >> unused);
        return abort.Is64Bit ? extended : (uint)extended;
    }

    private bool TryLoad(ref TrapFrame frame, AbortSyndrome abort, GuestPhysicalAddress address)
    {
        if (!devices.TryRead(address, abort.AccessBytes, out ulong value)) return false;
        frame.Write(abort.Register, Extend(value, abort));
        return true;
    }

    private static ulong Low(ulong value, int bytes) => bytes == 8 ? value : value & ((1ul << (bytes * 8)) - 1);
}
