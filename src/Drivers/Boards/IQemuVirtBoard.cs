using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// QEMU's virt machine: <c>-M virt,virtualization=on,gic-version=3 -global virtio-mmio.force-legacy=false -device virtio-net-device,…</c>. Which addresses and interrupts they use, the drivers read from
/// the device tree.
/// </summary>
[Module]
[Singleton<IConsole, Pl011>]
[Singleton<IInterruptController, GicV3>]
[Singleton<IVirtualInterruptInterface, GicV3VirtualInterface>]
[Singleton<IVirtualSystemRegisters, GicV3VirtualInterface>]
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, Pl031>]
[Singleton<ILink, VirtioNet>]
[Singleton<IMachineDevices, VirtioDevices>]
[Singleton<IFirmware, PsciFirmware>]
[Singleton<IPowerControl, PsciFirmware>]
[Singleton<EntropySource, TrngFirmware>(Name = EntropySource.Firmware)]
public interface IQemuVirtBoard;
