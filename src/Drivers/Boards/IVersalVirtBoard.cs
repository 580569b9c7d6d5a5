using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// QEMU's Versal board: <c>-M xlnx-versal-virt -smp 4</c>, where two of the four are Cortex-R5F that stay off. It boots at EL2, and the first Cadence GEM is the one that <c>-nic</c> is for. Which addresses and interrupts they use, the drivers
/// read from the device tree.
/// </summary>
[Module]
[Singleton<IConsole, Pl011>]
[Singleton<IInterruptController, GicV3>]
[Singleton<IVirtualInterruptInterface, GicV3VirtualInterface>]
[Singleton<IVirtualSystemRegisters, GicV3VirtualInterface>]
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, NoRealTimeClock>]
[Singleton<ILink, CadenceGem>]
[Singleton<IMachineDevices, NoMachineDevices>]
[Singleton<IFirmware, PsciFirmware>]
[Singleton<IPowerControl, PsciFirmware>]
[Singleton<EntropySource, TrngFirmware>(Name = EntropySource.Firmware)]
public interface IVersalVirtBoard;
