using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A device of the leader's machine that the guest drives. Its registers are a slot of the guest's; a request that the guest puts into a queue goes to the device's queue of that number once its pages are pinned on this node, so that the device
/// reads and writes the very pages. What differs by kind is in the classes derived from this.
/// </summary>
/// <param name="owner">All of them.</param>
/// <param name="device">The machine's device.</param>
/// <param name="queues">How many queues it has.</param>
/// <param name="features">Those of the device's features that the guest may have.</param>
internal abstract class PassedDevice(PassedDevices owner, MachineDevice device, int queues, ulong features) : VirtioDevice(device.Id, queues)
{
    private const ulong OwnFeatures = VirtioStatus.FeatureVersion1 | VirtioStatus.FeatureIndirect | VirtioStatus.FeatureEventIndex;

    private readonly PassedQueue[] _queues = new PassedQueue[MostQueues];

    // Whether the machine's device runs: under the slots' lock.
    private bool _isOn;
    private bool _isBroken;

    /// <summary>Its slot.</summary>
    public int Slot { get; set; }

    /// <summary>The machine's device.</summary>
    public MachineDevice Machine => device;

    /// <summary>Whether a request waits for pages to be unpinned.</summary>
    public bool WantsPins
    {
        get
        {
            for (int i = 0; i < Queues; i++)
            {
                if (_queues[i].WantsPins) return true;
            }
            return false;
        }
    }

    /// <inheritdoc/>
    public override ulong Features => (device.Features & features) | AddedFeatures | OwnFeatures;

    /// <inheritdoc/>
    public override ulong Required => VirtioStatus.FeatureVersion1;

    /// <summary>Features of its kind that the device has not, and the guest gets all the same.</summary>
    protected virtual ulong AddedFeatures => 0;

    /// <summary>Takes what its queues need. Boot only.</summary>
    /// <param name="memory">The guest's RAM.</param>
    /// <param name="physical">This machine's.</param>
    /// <exception cref="PanicException">If the device has not what it takes, or so few pages can be pinned that a request would never go on.</exception>
    public void Initialize(IGuestMemory memory, IPhysicalMemory physical)
    {
        if (memory.MostPins < LeastPins)
        {
            Panic.Fail($"a request to virtio device {Id} of this machine, which is the guest's, can have {LeastPins} pages, and {memory.MostPins} can be kept here for devices: give this node more of pilevisor.cache, or the guest no such device");
        }
        for (int i = 0; i < Queues; i++)
        {
            MachineQueue? queue = device[i];
            if (queue is null) Panic.Fail($"virtio device {Id} for the guest has no queue {i}, or does not take tables of descriptors");
            _queues[i] = NewQueue(i, queue, memory, physical);
        }
    }

    /// <inheritdoc/>
    public override byte ReadConfiguration(uint offset) => offset < ConfigurationBytes ? device.ReadConfiguration(offset) : (byte)0;

    /// <inheritdoc/>
    public override void Halt()
    {
        device.Halt();
        (_isOn, _isBroken) = (false, false);
    }

    /// <inheritdoc/>
    public override void Settle()
    {
        for (int i = 0; i < Queues; i++) _queues[i].Drop();
        owner.OnRoom();
    }

    /// <inheritdoc/>
    public override void Begin(ulong features)
    {
        _isOn = true;
        int used = QueuesWith(features);
        device.Start((features & device.Features & ~OwnFeatures) | VirtioStatus.FeatureVersion1, used);
        for (int i = 0; i < used; i++) _queues[i].Begin();
    }

    /// <inheritdoc/>
    public override bool TryServe(int index, GuestQueue queue)
    {
        PassedQueue passed = _queues[index];
        if (passed.Complete(queue)) owner.OnRoom();
        return !_isBroken && passed.TryPass(queue);
    }

    /// <summary>The machine's device interrupts. Under no lock.</summary>
    public void TakeInterrupt()
    {
        // First quiet, then look: what is done in between raises it again.
        bool hasChanged = device.AcknowledgeInterrupt();
        owner.Acquire();
        if (hasChanged) _isBroken = device.IsBroken;
        owner.Ring(this, hasChanged);
        owner.Release();
    }

    /// <summary>A request of this node's machine is about to be made of one of the guest's.</summary>
    public void BeginRequest() => owner.RequestsUnderWay++;

    /// <summary>It is over.</summary>
    public void EndRequest() => owner.RequestsUnderWay--;

    /// <summary>Whether there is but one: then no other will make room for it.</summary>
    public bool IsOnlyRequest => owner.RequestsUnderWay == 1;

    /// <summary>Gives the device a request, and lets it look, if it was not halted since its driver put the request there.</summary>
    /// <returns>False if it was.</returns>
    public bool TryPublish(MachineQueue queue, int request)
    {
        owner.Acquire();
        bool isOn = _isOn;
        if (isOn)
        {
            queue.Publish(request);
            queue.Notify();
        }
        owner.Release();
        return isOn;
    }

    /// <summary>How many pages a request of its kind can have, or one that is as short as the device may ask for: so many it must be possible to pin.</summary>
    protected abstract int LeastPins { get; }

    /// <summary>How many bytes of configuration its kind has.</summary>
    protected abstract uint ConfigurationBytes { get; }

    /// <summary>How many of its queues, from the first on, a driver uses that has taken these features.</summary>
    protected virtual int QueuesWith(ulong features) => Queues;

    /// <summary>Makes queue number <paramref name="index"/>. Boot only.</summary>
    protected virtual PassedQueue NewQueue(int index, MachineQueue queue, IGuestMemory memory, IPhysicalMemory physical) => new PinnedQueue(this, queue, memory);
}
