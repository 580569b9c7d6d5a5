using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A device of the guest's machine. Each register lives on one node, where <see cref="TryRead"/> and <see cref="TryWrite"/> run (under the device's own lock); accesses from other nodes are forwarded there. An
/// abstract class, not an interface: several live at once.
/// </summary>
/// <param name="start">Guest-physical address of its first register.</param>
/// <param name="bytes">Size of its register space.</param>
public abstract class MmioDevice(GuestPhysicalAddress start, uint bytes)
{
    /// <summary>Guest-physical address of its first register.</summary>
    public GuestPhysicalAddress Start { get; } = start;

    /// <summary>Size of its register space in bytes.</summary>
    public uint Bytes { get; } = bytes;

    /// <summary>Writes its nodes of the guest's device tree, which the guest finds it by; a device that says nothing is not looked for. Boot only, on the leader.</summary>
    public virtual void Describe(ref DeviceTreeWriter tree)
    {
    }

    /// <summary>If the guest's console is to be this device, the name of its node in the device tree without the address; else nothing.</summary>
    public virtual System.ReadOnlySpan<byte> ConsoleNode => default;

    /// <summary>The node where the register at <paramref name="offset"/> lives; the leader, if a device says nothing else.</summary>
    public virtual NodeId NodeOf(uint offset) => NodeId.Leader;

    /// <summary>
    /// Whether the register at <paramref name="offset"/> has to be settled: a read is true, and a write has taken effect, only with <see cref="Settle"/>. Such a write is not posted.
    /// </summary>
    public virtual bool NeedsSettling(uint offset) => false;

    /// <summary>Before a read of such a register and after a write, on the CPU that accesses it, wherever the register lives. No lock is held: it may wait.</summary>
    public virtual void Settle(uint offset)
    {
    }

    /// <summary>Reads a register on a node where it does not live, if the device knows there what it would read. False: the access is forwarded.</summary>
    public virtual bool TryReadAfar(MmioAccess access, out ulong value)
    {
        value = 0;
        return false;
    }

    /// <summary>Writes a register on a node where it does not live, if the device carries the value itself. False: the access is forwarded.</summary>
    public virtual bool TryWriteAfar(MmioAccess access, ulong value) => false;

    /// <summary>Reads a register. False: there is none there, or not of that width, and the guest gets an external abort.</summary>
    public abstract bool TryRead(MmioAccess access, out ulong value);

    /// <summary>Writes a register. False: as for <see cref="TryRead"/>.</summary>
    public abstract bool TryWrite(MmioAccess access, ulong value);
}
