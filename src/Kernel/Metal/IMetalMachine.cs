using Pilevisor.Composition;

namespace Pilevisor.Kernel.Metal;

/// <summary>The kernel on a real machine: what every image imports, whatever its board and its policies.</summary>
[Module]
[Singleton<EarlyPanic>]
[Singleton<HardwareDescription>(Factory = nameof(ReadHardware))]
[Singleton<IHardware, HardwareDescription>(Factory = nameof(ReadHardware))]
[Singleton<ICpuTopology, HardwareDescription>(Factory = nameof(ReadHardware))]
[Singleton<PhysicalMemory>(Factory = nameof(FindMemory))]
[Singleton<IPhysicalMemory, PhysicalMemory>(Factory = nameof(FindMemory))]
[Singleton<IProcessor, MetalProcessor>]
[Singleton<IMmio, MetalMmio>]
[Singleton<Crc32C, MetalCrc32C>]
[Singleton<IDmaBarriers, MetalDmaBarriers>]
[Singleton<ICacheMaintenance, MetalCaches>]
[Singleton<MetalUncachedMemory>]
[Singleton<IUncachedMemory, MetalUncachedMemory>]
[Singleton<IStage2Tlb, MetalStage2Tlb>]
[Singleton<IGuestTlb, MetalGuestTlb>]
[Singleton<IVirtualOffset, MetalVirtualOffset>]
[Singleton<IGuestEntry, MetalGuestEntry>]
[Singleton<IGuestSimd, MetalGuestSimd>]
[Singleton<IStackWalk, MetalStackWalk>]
[Singleton<IFirmwareCall, MetalFirmwareCall>]
[Singleton<EntropySource, MetalCpuEntropy>(Name = EntropySource.Cpu)]
[Singleton<ICpuRelease, MetalCpuRelease>]
[Singleton<ITimerRegisters, MetalTimerRegisters>]
[Singleton<IGicCpuRegisters, MetalGicCpuRegisters>]
[Singleton<IGicHypervisorRegisters, MetalGicHypervisorRegisters>]
[Singleton<BootArena>]
[Singleton<BootOptions>]
[Singleton<BootFiles>]
[Singleton<BootSeed>]
[Singleton<NodeCounters>]
[Singleton<KernelLog>]
[Singleton<ILog, KernelLog>]
[Singleton<PanicReporter>]
[Singleton<TrapTable>]
[Singleton<ITrapTable, TrapTable>]
[Singleton<TrapCore>]
[Singleton<EntryWork>]
[Singleton<InterruptTable>]
[Singleton<IInterruptRouter, InterruptTable>]
[Singleton<Timers>]
[Singleton<ITimers, Timers>]
[Singleton<RunningTime>]
[Singleton<Waits>]
[Singleton<IWaits, Waits>]
[Singleton<GuestTime>]
[Singleton<IGuestTime, GuestTime>]
[Singleton<Stage2Tables>]
[Singleton<IStage2, Stage2Tables>]
[Singleton<IStage2Devices, Stage2Tables>]
[Singleton<HypervisorTables>]
[Singleton<HypervisorTranslation>]
[Singleton<SecondaryCpus>]
[Singleton<DeadlineInterrupt>]
public interface IMetalMachine
{
    /// <summary>Reads the device tree that firmware passed in x0.</summary>
    static HardwareDescription ReadHardware() => BootEnvironment.ReadHardware();

    /// <summary>This machine's RAM, less what is taken at boot.</summary>
    static PhysicalMemory FindMemory(HardwareDescription hardware) => BootEnvironment.FindMemory(hardware);
}
