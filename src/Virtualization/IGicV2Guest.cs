using Pilevisor.Composition;

namespace Pilevisor.Virtualization;

/// <summary>A virtual machine with GICv2, for boards whose controller that is: up to 8 CPUs on all nodes together, since a GICv2 has no more interfaces.</summary>
[Module]
[Import<IVirtualMachine>]
[Singleton<GuestGicV2>]
[Singleton<IGuestGic, GuestGicV2>]
[PerCpu<VcpuInterrupts, GicV2VcpuInterrupts>]
[Singleton<GicV2Sgis>]
[Singleton<SgiCarrier, GicV2Sgis>]
[Singleton<IInterruptSystemRegisters, NoInterruptSystemRegisters>]
[Singleton<MmioDevice, GicV2DistributorDevice>(Name = "gic-distributor")]
[Singleton<GicV2CpuInterface>]
[Singleton<MmioDevice, GicV2CpuInterface>(Name = "gic-cpu-interface")]
public interface IGicV2Guest;
