using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A board that has no device for the guest.</summary>
public sealed class NoMachineDevices : IMachineDevices
{
    /// <inheritdoc/>
    public int Count => 0;

    /// <inheritdoc/>
    /// <exception cref="PanicException">Always.</exception>
    public MachineDevice this[int index]
    {
        get
        {
            Panic.Fail($"this board has no device {index} for the guest");
            return null!;
        }
    }

    /// <inheritdoc/>
    public void Find()
    {
    }
}
