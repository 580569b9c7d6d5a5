using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What the test uses of a wired node, whatever its image.</summary>
internal interface IFuzzedImage : IBootSequence
{
    Stage2Tables Stage2Tables { get; }

    Membership Membership { get; }

    ClusterDescription ClusterDescription { get; }

    ReliableDelivery ReliableDelivery { get; }

    FrameReceiver FrameReceiver { get; }

    NodeCounters NodeCounters { get; }

    MemoryAggregation MemoryAggregation { get; }

    TlbDecision TlbDecision { get; }

    TlbBroadcast TlbBroadcast { get; }

    VcpuPower VcpuPower { get; }

    GuestInterrupts GuestInterrupts { get; }

    MmioForwarding MmioForwarding { get; }

    TrapTable TrapTable { get; }

    RunningTime RunningTime { get; }

    FakeProcessor FakeProcessor { get; }

    FakeDeadlineTimers FakeDeadlineTimers { get; }

    FakeWaits FakeWaits { get; }

    FakeInterruptRouter FakeInterruptRouter { get; }

    FakeFirmware FakeFirmware { get; }

    CheckedLockOrder CheckedLockOrder { get; }
}
