using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Virtio;

internal sealed class FakeMachineDevices(params MachineDevice[] devices) : IMachineDevices
{
    public int Count => devices.Length;

    public MachineDevice this[int index] => devices[index];

    public void Find()
    {
    }
}
