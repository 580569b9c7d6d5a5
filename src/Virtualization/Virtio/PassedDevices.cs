using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The devices of the leader's machine that the guest gets, each in a slot, and their interrupts.</summary>
/// <param name="slots">Where they are plugged in.</param>
/// <param name="devices">What the machine has.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="physical">This machine's.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="router">Where interrupts are registered.</param>
/// <param name="controller">Where they are enabled.</param>
/// <param name="log">Says what there is.</param>
public sealed class PassedDevices(
    VirtioSlots slots,
    IMachineDevices devices,
    IGuestMemory memory,
    IPhysicalMemory physical,
    ICluster cluster,
    IInterruptRouter router,
    IInterruptController controller,
    ILog log) : InterruptHandler
{
    private readonly PassedDevice?[] _devices = new PassedDevice?[VirtioSlots.Slots];
    private int _count;

    /// <summary>Plugs them in. Boot only.</summary>
    /// <exception cref="PanicException">If one cannot be used.</exception>
    [Starts(BootPhase.Guest), After<MemoryDevices>]
    public void Initialize()
    {
        if (cluster.Self != NodeId.Leader) return;
        devices.Find();
        for (int i = 0; i < devices.Count; i++)
        {
            MachineDevice machine = devices[i];
            machine.Initialize(physical);
            PassedDevice? device = NewDevice(machine);
            if (device is null) log.Warn($"the guest does not get this machine's virtio device {machine.Id}: it is of no kind that can be passed on");
            else Plug(device);
        }
    }

    /// <summary>How many requests the guest's devices have together.</summary>
    internal int RequestsUnderWay { get; set; }

    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_devices[i]!.Machine.Interrupt.Value == interrupt.Value) _devices[i]!.TakeInterrupt();
        }
        return InterruptOutcome.Completed;
    }

    /// <summary>Takes the slots' lock.</summary>
    internal void Acquire() => slots.Acquire();

    /// <summary>Gives it back.</summary>
    internal void Release() => slots.Release();

    /// <summary>The machine's device has something for the guest. Under the lock.</summary>
    /// <param name="device">Which.</param>
    /// <param name="hasChanged">Whether its configuration has changed.</param>
    internal void Ring(PassedDevice device, bool hasChanged)
    {
        if (hasChanged) slots.Change(device.Slot);
        slots.RingAll(device.Slot);
    }

    /// <summary>Pages were unpinned: who waits for that is served once more. Under no lock.</summary>
    internal void OnRoom()
    {
        for (int i = 0; i < _count; i++)
        {
            if (!_devices[i]!.WantsPins) continue;
            slots.Acquire();
            slots.RingAll(_devices[i]!.Slot);
            slots.Release();
        }
    }

    private void Plug(PassedDevice device)
    {
        device.Initialize(memory, physical);
        device.Slot = slots.Plug(device);
        _devices[_count++] = device;
        InterruptId interrupt = device.Machine.Interrupt;
        router.Register(interrupt, this);
        controller.Enable(interrupt, InterruptTrigger.Level, default);
        log.Info($"the guest has this machine's virtio device {device.Id}");
    }

    private PassedDevice? NewDevice(MachineDevice machine) => machine.Id switch
    {
        NetworkDevice.Kind => new NetworkDevice(this, machine),
        BlockDevice.Kind => new BlockDevice(this, machine, memory.MostPins),
        EntropyDevice.Kind => new EntropyDevice(this, machine),
        FileSystemDevice.Kind => new FileSystemDevice(this, machine),
        _ => null,
    };
}
