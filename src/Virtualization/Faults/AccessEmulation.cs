using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Carries out a guest's load from or store to a device register in the guest's place, where the syndrome describes it.</summary>
/// <param name="devices">The devices, as the guest's CPU sees them.</param>
public sealed class AccessEmulation(DeviceAccess devices)
{
    /// <summary>Makes the access that <paramref name="abort"/> describes and goes on behind it.</summary>
    /// <returns>False if there is no register, or the instruction is none that the syndrome describes (ISV = 0): the guest is where it was.</returns>
    public bool TryAccess(ref TrapFrame frame, AbortSyndrome abort, GuestPhysicalAddress address)
    {
        // Applications run AArch32, not drivers: its conditional and 16-bit instructions are not emulated.
        if (!abort.HasAccess || new ProcessorState(frame.Spsr).IsAArch32) return false;
        bool exists = abort.IsWrite
            ? devices.TryWrite(in frame, address, abort.AccessBytes, frame.Read(abort.Register))
            : TryLoad(ref frame, abort, address);
        if (exists) frame.SkipInstruction();
        return exists;
    }

    /// <summary>What a load of <paramref name="abort"/>'s width, sign extension and register size leaves in the register for <paramref name="value"/>.</summary>
    public static ulong Extend(ulong value, AbortSyndrome abort) =>
        new LoadStore { ElementBytes = abort.AccessBytes, SignExtends = abort.SignExtends, Is64Bit = abort.Is64Bit }.Extended(value);

    private bool TryLoad(ref TrapFrame frame, AbortSyndrome abort, GuestPhysicalAddress address)
    {
        if (!devices.TryRead(in frame, address, abort.AccessBytes, out ulong value)) return false;
        frame.Write(abort.Register, Extend(value, abort));
        return true;
    }
}
