using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The ZCU102 (Zynq UltraScale+, Cortex-A53), and QEMU's xlnx-zcu102, which boots at EL2 with <c>virtualization=on</c> and takes the board's device tree by <c>-dtb</c>: of its four Cadence GEMs that turns on the last. Which addresses
/// and interrupts its devices use, the drivers read from the tree.
/// </summary>
[Module]
[Singleton<IConsole, CadenceUart>]
[Singleton<IInterruptController, GicV2>]
[Singleton<IVirtualInterruptInterface, GicV2VirtualInterface>]
[Singleton<IMappedCpuInterface, GicV2VirtualInterface>]
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, NoRealTimeClock>]
[Singleton<ILink, CadenceGem>]
[Singleton<IMachineDevices, NoMachineDevices>]
[Singleton<IFirmware, PsciFirmware>]
[Singleton<IPowerControl, PsciFirmware>]
[Singleton<EntropySource, TrngFirmware>(Name = EntropySource.Firmware)]
public interface IZcu102Board;
