using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Kernel;

namespace Pilevisor.Samples;

/// <summary>A board: which driver stands behind each contract. To begin with it is QEMU's virt machine with GICv3. Addresses and interrupts are the device tree's to say.</summary>
[Module]

// The serial port: Pl011, CadenceUart.
[Singleton<IConsole, Pl011>]

// The interrupt controller: GicV3 and GicV3VirtualInterface. With a GICv2 it is GicV2 and GicV2VirtualInterface, which is IMappedCpuInterface instead of IVirtualSystemRegisters, and the image imports IGicV2Guest.
[Singleton<IInterruptController, GicV3>]
[Singleton<IVirtualInterruptInterface, GicV3VirtualInterface>]
[Singleton<IVirtualSystemRegisters, GicV3VirtualInterface>]

// Time. The time of day: Pl031, NoRealTimeClock for a board without.
[Singleton<ICounter, GenericTimer>]
[Singleton<IDeadlineTimer, EL2PhysicalTimer>]
[Singleton<IRealTimeClock, Pl031>]

// The network interface: VirtioNet, CadenceGem; NoNetwork for one board alone.
[Singleton<ILink, VirtioNet>]

// What starts the further CPUs: PsciFirmware, SpinTableFirmware. What turns the machine off: PsciFirmware, NoPowerControl.
[Singleton<IFirmware, PsciFirmware>]
[Singleton<IPowerControl, PsciFirmware>]

// True random numbers of the firmware's: TrngFirmware where there is PSCI 1.0, which asks whether it has them; else leave the line out.
[Singleton<EntropySource, TrngFirmware>(Name = EntropySource.Firmware)]

// Devices for the guest: VirtioDevices, NoMachineDevices for a board without.
[Singleton<IMachineDevices, VirtioDevices>]
public interface IYourBoard;
