using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A GENET's registers, and the short waits that it asks for between accesses to them.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="counter">The clock.</param>
/// <param name="start">Where they are: the device's name in texts.</param>
internal sealed class GenetRegisters(IMmio mmio, ICounter counter, PhysicalAddress start)
{
    /// <summary>Where they are.</summary>
    public PhysicalAddress Start { get; } = start;

    /// <summary>Reads a register.</summary>
    public uint Read(GenetRegister register) => Read((uint)register);

    /// <summary>Reads the register at <paramref name="offset"/>.</summary>
    public uint Read(uint offset) => mmio.Read32(Start + offset);

    /// <summary>Writes a register.</summary>
    public void Write(GenetRegister register, uint value) => Write((uint)register, value);

    /// <summary>Writes the register at <paramref name="offset"/>.</summary>
    public void Write(uint offset, uint value) => mmio.Write32(Start + offset, value);

    /// <summary>Sets <paramref name="set"/> and clears <paramref name="clear"/>, and leaves what else stands in the register.</summary>
    public void Change(GenetRegister register, uint set, uint clear) => Write(register, (Read(register) & ~clear) | set);

    /// <summary>Lets <paramref name="microseconds"/> pass, at least: the device has no bit that says when it is ready.</summary>
    public void Delay(ulong microseconds)
    {
        Cycles deadline = DeadlineAfter(microseconds);
        while (counter.Now <= deadline)
        {
        }
    }

    /// <summary>Waits until <paramref name="bits"/> of the register at <paramref name="offset"/> read as <paramref name="value"/>.</summary>
    /// <returns>False if they do not within <paramref name="microseconds"/>.</returns>
    public bool WaitFor(uint offset, uint bits, uint value, ulong microseconds)
    {
        Cycles deadline = DeadlineAfter(microseconds);
        while (true)
        {
            // Looked at before the register, so that it is read once more after the time is over.
            bool isLast = counter.Now > deadline;
            if ((Read(offset) & bits) == value) return true;
            if (isLast) return false;
        }
    }

    private Cycles DeadlineAfter(ulong microseconds) => counter.Now + counter.Microseconds(microseconds);
}
