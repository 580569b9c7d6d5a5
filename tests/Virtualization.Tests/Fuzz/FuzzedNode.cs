using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A whole node, wired by the generator that wires images, over a fake machine, and what it takes to boot it: all that registers for messages or datagrams is there, in a cluster that has come up as clusters do.</summary>
internal sealed class FuzzedNode : IDisposable
{
    public const int Cpus = 2;
    public const int Nodes = 3;

    /// <summary>How many nodes there may be once another has joined.</summary>
    public const int Places = 4;
    public const ulong WindowBytes = 2ul << 20;
    public const ulong Epoch = 0xe70c;

    private const ulong RamBytes = 256ul << 20;

    private readonly FakePhysicalMemory _memory = new(RamBytes);
    private readonly FuzzedVariant _variant;

    public FuzzedNode(FuzzedVariant variant, FakeCounter counter, FakeEthernet ethernet)
    {
        _variant = variant;
        Link = ethernet.Attach(Address(variant.Self));
        FuzzedParts.Current = new FuzzedParts(variant, variant.NewHardware(_memory, Link.Address), _memory, counter, Link);
        Image = variant.HasGicV2 ? new FuzzedGicV2() : new FuzzedGicV3();
    }

    public FakeLink Link { get; }

    public IFuzzedImage Image { get; }

    public static MacAddress Address(int node) => new(0x5254_0000_0001 + (ulong)node);

    /// <summary>The other nodes of its cluster.</summary>
    public static IEnumerable<int> Others(FuzzedVariant variant) => Enumerable.Range(0, Nodes).Where(node => node != variant.Self);

    /// <summary>What each machine offers.</summary>
    public static NodeOffer Offer => new() { MemoryBytes = WindowBytes, CpuCount = Cpus, CounterFrequencyHz = 1_000_000_000 };

    /// <summary>Brings the node up, as Hypervisor does.</summary>
    /// <param name="step">What the others do while it waits.</param>
    public void Boot(Action step)
    {
        IBootSequence boot = Image;
        Image.FakeWaits.OnServe = step;
        Image.FakeProcessor.Current = new CpuIndex(0);
        boot.Start(BootPhase.Machine);
        boot.Start(BootPhase.Interconnect);
        Link.Arrived = () => Image.FakeInterruptRouter.Take(Link.Interrupt);
        NodeOffer offer = Offer;
        Image.Membership.Discover(in offer, new BringUpOptions { IsLeader = _variant.Self == 0, ExpectedNodes = Nodes, MostNodes = Places, Epoch = Epoch, Secret = 7, ImageName = Encoding.ASCII.GetBytes("fuzzed") });
        Image.Stage2Tables.Initialize(1ul << 31);
        boot.Start(BootPhase.Memory);
        boot.Start(BootPhase.Guest);
        if (_variant.Self == 0) Image.TlbDecision.Decide(default);
        else Image.TlbDecision.AwaitDecision();
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            Image.FakeProcessor.Current = new CpuIndex(cpu);
            boot.Start(BootPhase.MachineCpu);
            boot.Start(BootPhase.GuestCpu);
        }
        Image.FakeProcessor.Current = new CpuIndex(0);
        Image.RunningTime.Begin();
        Image.Membership.ReportReadyAndAwaitStart();
    }

    /// <summary>The CPUs take the interrupts of their timers that have run out.</summary>
    public void RunTimers(Cycles now)
    {
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            if (!Image.FakeDeadlineTimers.IsDue(cpu, now)) continue;
            Image.FakeProcessor.Current = new CpuIndex(cpu);
            Image.FakeInterruptRouter.Take(Image.FakeDeadlineTimers.Interrupt);
        }
        Image.FakeProcessor.Current = new CpuIndex(0);
    }

    public void Dispose() => _memory.Dispose();
}
