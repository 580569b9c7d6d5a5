using Pilevisor.Composition;

namespace Pilevisor.Virtualization;

/// <summary>A virtual machine with GICv3, for boards that have one: up to 123 CPUs on all nodes together.</summary>
[Module]
[Import<IVirtualMachine>]
[Singleton<IGuestGic, GuestGicV3>]
[PerCpu<VcpuInterrupts>]
[Singleton<SoftwareGeneratedInterrupts>]
[Singleton<SgiCarrier, SoftwareGeneratedInterrupts>]
[Singleton<CpuInterfaceRegisters>]
[Singleton<IInterruptSystemRegisters, GicV3SystemRegisters>]
[Singleton<MmioDevice, DistributorDevice>(Name = "gic-distributor")]
[Singleton<MmioDevice, RedistributorDevice>(Name = "gic-redistributors")]
public interface IDefaultGuest;
