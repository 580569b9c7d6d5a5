using System;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Virtio;

/// <summary>A device of the machine's, with queues of a few requests.</summary>
internal sealed class FakeMachineDevice(uint id, ulong features, uint interrupt, int requests = 4, int queues = 2) : MachineDevice
{
    private readonly FakeMachineQueue[] _queues = [.. Enumerable.Range(0, queues).Select(_ => new FakeMachineQueue(requests))];

    public override uint Id => id;

    public override ulong Features => features;

    public override InterruptId Interrupt => new(interrupt);

    public override bool IsBroken => HasFailed;

    public bool HasFailed { get; set; }

    public bool HasChanged { get; set; }

    public bool IsStarted { get; private set; }

    public ulong StartedWith { get; private set; }

    public int StartedQueues { get; private set; }

    public byte[] Configuration { get; } = new byte[64];

    public FakeMachineQueue Queue(int index) => _queues[index];

    public override MachineQueue? this[int index] => index < _queues.Length ? _queues[index] : null;

    public override void Initialize(IPhysicalMemory memory)
    {
    }

    public override byte ReadConfiguration(uint offset) => Configuration[offset];

    public override void Halt()
    {
        IsStarted = false;
        Array.ForEach(_queues, queue => queue.Halt());
    }

    public override void Start(ulong features, int used)
    {
        if (IsStarted || used < 1 || used > queues || (features & ~Features) != 0) throw new InvalidOperationException("it runs already, does not offer that, or has not so many queues");
        IsStarted = true;
        (StartedWith, StartedQueues) = (features, used);
    }

    public override bool AcknowledgeInterrupt() => HasChanged;
}
