using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The Raspberry Pi 4 (BCM2711), and QEMU's raspi4b. Its link is the image's choice: <see cref="IGenetLink"/> on the board, <see cref="NoNetwork"/> where that is not emulated. Which addresses and interrupts its devices use, the
/// drivers read from the device tree.
/// </summary>
[Module]
[Singleton<IConsole, Pl011>]
[Singleton<IInterruptController, GicV2>]
[Singleton<IVirtualInterruptInterface, GicV2VirtualInterface>]
[Singleton<IMappedCpuInterface, GicV2VirtualInterface>]
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, NoRealTimeClock>]
[Singleton<IMachineDevices, NoMachineDevices>]
[Singleton<IFirmware, SpinTableFirmware>]
[Singleton<IPowerControl, NoPowerControl>]
public interface IRaspberryPi4Board;
