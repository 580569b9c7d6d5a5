using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// QEMU's virt machine with the older interrupt controller: <c>-M virt,virtualization=on,gic-version=2 -global virtio-mmio.force-legacy=false -device virtio-net-device,…</c>. It has eight CPUs at most.
/// </summary>
[Module]
[Singleton<IConsole, Pl011>]
[Singleton<IInterruptController, GicV2>]
[Singleton<IVirtualInterruptInterface, GicV2VirtualInterface>]
[Singleton<IMappedCpuInterface, GicV2VirtualInterface>]
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, Pl031>]
[Singleton<ILink, VirtioNet>]
[Singleton<IMachineDevices, VirtioDevices>]
[Singleton<IFirmware, PsciFirmware>]
[Singleton<IPowerControl, PsciFirmware>]
[Singleton<EntropySource, TrngFirmware>(Name = EntropySource.Firmware)]
public interface IQemuVirtGicV2Board;
