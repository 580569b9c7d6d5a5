using System;
using System.Runtime.CompilerServices;
using Pilevisor.Coherence;
using Pilevisor.Coherence.Tests;
using Pilevisor.Composition;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Virtualization.Tests.Virtio;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A fake machine in the place of a board and of what only EL2 has, and policies that are chosen when a node is wired: those of <see cref="FuzzedParts.Current"/>.</summary>
[Module]
[Import<IVirtualMachine>]
[Singleton<IHardware, Bootargs>(Factory = nameof(GetHardware))]
[Singleton<ICpuTopology, Bootargs>(Factory = nameof(GetHardware))]
[Singleton<HardwareDescription>(Factory = nameof(NoHardware))]
[Singleton<PhysicalMemory>(Factory = nameof(NoMemory))]
[Singleton<IPhysicalMemory, FakePhysicalMemory>(Factory = nameof(GetMemory))]
[Singleton<IProcessor, FakeProcessor>]
[Singleton<FakeProcessor>]
[Singleton<ILockOrder, CheckedLockOrder>]
[Singleton<CheckedLockOrder>]
[Singleton<ICounter, FakeCounter>(Factory = nameof(GetCounter))]
[Singleton<IRealTimeClock, FakeRealTimeClock>]
[Singleton<IWaits, FakeWaits>]
[Singleton<FakeWaits>]
[Singleton<IInterruptRouter, FakeInterruptRouter>]
[Singleton<FakeInterruptRouter>]
[Singleton<IInterruptController, FakeInterruptController>]
[Singleton<EntropySource, FakeEntropySource>(Name = EntropySource.Cpu)]
[Singleton<IDeadlineTimer, FakeDeadlineTimers>]
[Singleton<FakeDeadlineTimers>]
[Singleton<ILink, FakeLink>(Factory = nameof(GetLink))]
[Singleton<Crc32C>(Factory = nameof(GetCheck))]
[Singleton<ILog, RecordingLog>]
[Singleton<IFirmware, FakeFirmware>]
[Singleton<IMachineDevices, FakeMachineDevices>(Factory = nameof(NoDevices))]
[Singleton<IPowerControl, FakeFirmware>]
[Singleton<FakeFirmware>]
[Singleton<ICacheMaintenance, FakeCaches>(Factory = nameof(NewCaches))]
[Singleton<IStage2Tlb, FakeStage2>]
[Singleton<IGuestTlb, FakeGuestTlb>]
[Singleton<IGuestRegisters, FakeGuestRegisters>]
[Singleton<IGuestSimd, FakeGuestSimd>]
[Singleton<IGuestEntry, AbsentMachine>]
[Singleton<IVirtualOffset, AbsentMachine>]
[Singleton<IConsole, SerialPort>]
[Singleton<IVirtualInterruptInterface, FakeVirtualInterface>(Factory = nameof(NewLists))]
[Singleton<IVirtualSystemRegisters, FakeVirtualInterface>(Factory = nameof(NewLists))]
[Singleton<IMappedCpuInterface, FakeVirtualInterface>(Factory = nameof(NewLists))]
[Singleton<IPageGeometry>(Factory = nameof(NewGeometry))]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ICoherenceProtocol>(Factory = nameof(NewProtocol))]
[Singleton<ITransport>(Factory = nameof(NewTransport))]
[Singleton<IFrameSecurity>(Factory = nameof(NewSecurity))]
internal interface IFuzzedMachine
{
    static Bootargs GetHardware() => FuzzedParts.Current.Hardware;

    // Nobody asks these anything: what they know the fakes say.
    static HardwareDescription NoHardware() => (HardwareDescription)RuntimeHelpers.GetUninitializedObject(typeof(HardwareDescription));

    static PhysicalMemory NoMemory() => (PhysicalMemory)RuntimeHelpers.GetUninitializedObject(typeof(PhysicalMemory));

    static FakeMachineDevices NoDevices() => new();

    static FakePhysicalMemory GetMemory() => FuzzedParts.Current.Memory;

    static FakeCounter GetCounter() => FuzzedParts.Current.Counter;

    static FakeLink GetLink() => FuzzedParts.Current.Link;

    static Crc32C GetCheck() => FuzzedParts.Check;

    static FakeCaches NewCaches() => new();

    static FakeVirtualInterface NewLists(FakeProcessor processor, ICpuTopology topology) => new(processor, topology.CpuCount, countsUnlistedEnds: FuzzedParts.Current.Variant.HasGicV2);

    static IPageGeometry NewGeometry() => (IPageGeometry)Activator.CreateInstance(FuzzedParts.Current.Variant.Geometry)!;

    static ICoherenceProtocol NewProtocol(IProtocolWorld world) => ShippedProtocols.Create(FuzzedParts.Current.Variant.Protocol, world);

    static ITransport NewTransport() => FuzzedParts.Current.Variant.NewTransport();

    static IFrameSecurity NewSecurity(ILink link, BootFiles files, BootSeed seed) => FuzzedParts.Current.Variant.NewSecurity(link, files, seed);
}
