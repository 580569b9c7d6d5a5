using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The virtio-mmio window: 32 slots, as on QEMU's virt machine, which live on the leader. A slot without a device says that it is one and that it is empty (DeviceID 0; Virtual I/O Device Version 1.2, section 4.2.2), and is not in the
/// device tree: looking into each slot would cost the guest a boot time.
/// </summary>
/// <param name="work">Where queues are served.</param>
/// <param name="lines">The slots' interrupts.</param>
/// <param name="memory">The guest's RAM, where the queues are.</param>
/// <param name="log">Says what is wrong with a queue.</param>
/// <param name="order">The lock order.</param>
public sealed class VirtioSlots(DeviceWork work, IInterruptLines lines, IGuestMemory memory, ILog log, ILockOrder order) : MmioDevice(new GuestPhysicalAddress(0x0a00_0000), Slots * SlotBytes)
{
    /// <summary>How many there are.</summary>
    public const int Slots = 32;

    private const uint SlotBytes = 0x200;
    private const uint FirstInterrupt = 48;

    private readonly SpinLock _lock = new(LockRank.Device, order);
    private readonly VirtioSlot[] _slots = new VirtioSlot[Slots];
    private int _count;

    /// <summary>Lets queues be served. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => work.Register(new Server(this));

    /// <summary>Puts a device into the next slot. Boot only, on the leader.</summary>
    /// <returns>The slot's number.</returns>
    /// <exception cref="PanicException">If all slots are in use.</exception>
    public int Plug(VirtioDevice device)
    {
        Panic.Unless(_count < Slots, "the guest's machine has no more virtio slots");
        _slots[_count] = new VirtioSlot(device, new InterruptId(FirstInterrupt + (uint)_count), memory, lines, log);
        return _count++;
    }

    /// <summary>Takes the lock under which devices' configurations are read.</summary>
    internal void Acquire() => _lock.Acquire();

    /// <summary>Gives it back.</summary>
    internal void Release() => _lock.Release();

    /// <summary>The configuration of the device in <paramref name="slot"/> has changed. Under the lock.</summary>
    internal void Change(int slot) => _slots[slot].Change();

    /// <summary>The device in <paramref name="slot"/> has something for its driver, or room for more of its requests. Under the lock.</summary>
    internal void RingAll(int slot)
    {
        _slots[slot].RingAll();
        work.Request();
    }

    /// <inheritdoc/>
    public override void Describe(ref DeviceTreeWriter tree)
    {
        for (int i = 0; i < _count; i++)
        {
            GuestPhysicalAddress start = Start + ((ulong)i * SlotBytes);
            tree.BeginNode("virtio_mmio"u8, start.Value);
            tree.Text("compatible"u8, "virtio,mmio"u8);
            tree.Region(start, SlotBytes);
            tree.Interrupts([_slots[i].Interrupt]);
            tree.Flag("dma-coherent"u8);
            tree.EndNode();
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        uint slot = access.Offset / SlotBytes;
        uint offset = access.Offset % SlotBytes;
        if (slot >= _count) return TryReadEmpty(offset, access.Bytes, out value);
        _lock.Acquire();
        bool exists = _slots[slot].TryRead(offset, access.Bytes, out value);
        _lock.Release();
        return exists;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        uint slot = access.Offset / SlotBytes;
        uint offset = access.Offset % SlotBytes;
        if (slot >= _count) return IsRegister(offset, access.Bytes);
        _lock.Acquire();
        uint resets = _slots[slot].Resets;
        bool exists = _slots[slot].TryWrite(offset, access.Bytes, (uint)value);
        bool hasWork = _slots[slot].HasWork;
        bool wasReset = _slots[slot].Resets != resets;
        _lock.Release();
        // CPU 0 may be writing on the device's behalf, into memory that its driver is about to use for something else.
        if (wasReset) memory.AwaitWrites();
        if (hasWork) work.Request();
        return exists;
    }

    private static bool TryReadEmpty(uint offset, int bytes, out ulong value)
    {
        value = offset switch
        {
            VirtioMmioRegisters.MagicValue => VirtioMmioRegisters.Magic,
            VirtioMmioRegisters.Version => VirtioMmioRegisters.Modern,
            _ => 0,
        };
        return IsRegister(offset, bytes);
    }

    private static bool IsRegister(uint offset, int bytes) => bytes == 4 && offset % 4 == 0;

    private void Serve(VirtioSlot slot)
    {
        _lock.Acquire();
        bool hasWork = slot.HasWork;
        bool wasReset = slot.BeginService(out uint resets);
        _lock.Release();
        if (!hasWork) return;
        if (wasReset) slot.Settle();
        _lock.Acquire();
        bool begins = slot.TryBeginQueues(resets);
        _lock.Release();
        if (!begins) return;
        bool interrupts = slot.Serve(out bool isBroken);
        _lock.Acquire();
        slot.EndService(resets, interrupts, isBroken);
        _lock.Release();
    }

    private sealed class Server(VirtioSlots slots) : DeviceServer
    {
        public override void Serve()
        {
            for (int i = 0; i < slots._count; i++) slots.Serve(slots._slots[i]);
        }
    }
}
