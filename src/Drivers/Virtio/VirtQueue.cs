using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// A split virtqueue (Virtual I/O Device Version 1.2, section 2.7) whose buffers are one piece or two: each has a descriptor for either, the first of which has the buffer's number. The driver's and the device's indices count
/// up for ever and wrap at 65536. At most <see cref="Size"/> buffers are with the device at a time, and what the device hands back is checked to have been given to it.
/// </summary>
internal sealed unsafe class VirtQueue
{
    /// <summary>How many buffers there are.</summary>
    public const int Size = 256;

    /// <summary>How many descriptors there are, and entries in each ring: a power of two.</summary>
    public const int Descriptors = 2 * Size;

    private const uint IndexMask = Descriptors - 1;
    private const ulong DriverAreaOffset = 0x2000;
    private const ulong DeviceAreaOffset = 0x3000;
    private const ulong TotalBytes = 0x5000;
    private const ushort NoInterrupt = 1;
    private const ushort NoNotify = 1;

    private readonly IDmaBarriers _barriers;
    private readonly string _purpose;
    private readonly VirtqDescriptor* _descriptors;

    // struct virtq_avail: flags, idx, ring[Descriptors].
    private readonly ushort* _availableFlags;
    private readonly ushort* _availableIndex;
    private readonly ushort* _availableRing;

    // struct virtq_used: flags, idx, ring[Descriptors] of elements.
    private readonly ushort* _usedFlags;
    private readonly ushort* _usedIndex;
    private readonly VirtqUsedElement* _usedRing;

    private readonly bool[] _withDevice = new bool[Size];
    private ushort _published;
    private ushort _taken;

    /// <summary>Makes an empty queue in RAM.</summary>
    /// <param name="memory">Where from.</param>
    /// <param name="barriers">Ordering towards the device.</param>
    /// <param name="purpose">Its name in texts.</param>
    public VirtQueue(IPhysicalMemory memory, IDmaBarriers barriers, string purpose)
    {
        _barriers = barriers;
        _purpose = purpose;
        Table = memory.Allocate(TotalBytes, GranuleNumber.Bytes, purpose);
        _descriptors = (VirtqDescriptor*)memory.Pointer(Table);
        _availableFlags = (ushort*)memory.Pointer(DriverArea);
        _availableIndex = _availableFlags + 1;
        _availableRing = _availableFlags + 2;
        _usedFlags = (ushort*)memory.Pointer(DeviceArea);
        _usedIndex = _usedFlags + 1;
        _usedRing = (VirtqUsedElement*)(_usedFlags + 2);
        for (int id = 0; id < Size; id++) _descriptors[id].Next = (ushort)(Size + id);
    }

    /// <summary>The descriptor table.</summary>
    public PhysicalAddress Table { get; }

    /// <summary>The available ring, which the driver writes.</summary>
    public PhysicalAddress DriverArea => Table + DriverAreaOffset;

    /// <summary>The used ring, which the device writes.</summary>
    public PhysicalAddress DeviceArea => Table + DeviceAreaOffset;

    /// <summary>
    /// Whether the device wants its doorbell rung for what was published last. The index must be out before the question is asked, or both sides could go to sleep over it.
    /// </summary>
    public bool WantsNotification
    {
        get
        {
            _barriers.Full();
            return (Volatile.Read(ref *_usedFlags) & NoNotify) == 0;
        }
    }

    /// <summary>Asks the device not to interrupt for this queue. It may do so all the same.</summary>
    public void SuppressInterrupts() => Volatile.Write(ref *_availableFlags, NoInterrupt);

    /// <summary>Gives the device <paramref name="bytes"/> bytes at <paramref name="address"/> as buffer <paramref name="id"/>, which it must not have already.</summary>
    public void Publish(int id, PhysicalAddress address, int bytes, bool deviceWrites) => Publish(id, address, bytes, default, 0, deviceWrites);

    /// <summary>As <see cref="Publish(int, PhysicalAddress, int, bool)"/>, with <paramref name="moreBytes"/> bytes at <paramref name="more"/> behind it, unless those are 0.</summary>
    public void Publish(int id, PhysicalAddress address, int bytes, PhysicalAddress more, int moreBytes, bool deviceWrites)
    {
        if (_withDevice[id]) RefuseSecond(id);
        _withDevice[id] = true;
        ushort flags = deviceWrites ? VirtqDescriptor.DeviceWrites : (ushort)0;
        if (moreBytes != 0) Describe(Size + id, more, moreBytes, flags);
        Describe(id, address, bytes, moreBytes == 0 ? flags : (ushort)(flags | VirtqDescriptor.GoesOn));
        _availableRing[_published & IndexMask] = (ushort)id;
        _published++;

        // Descriptor, ring entry and the buffer's bytes are there before the index that announces them.
        _barriers.Write();
        Volatile.Write(ref *_availableIndex, _published);
    }

    /// <summary>Takes back the next buffer the device is done with.</summary>
    /// <param name="id">Which buffer.</param>
    /// <param name="bytes">How many bytes the device says it wrote; not checked.</param>
    /// <returns>False if the device is done with none.</returns>
    /// <exception cref="PanicException">If the device hands back what it was not given.</exception>
    public bool TryTake(out int id, out uint bytes)
    {
        id = 0;
        bytes = 0;
        if (Volatile.Read(ref *_usedIndex) == _taken) return false;

        // The index was read before the entry and the buffer's bytes are.
        _barriers.Read();
        VirtqUsedElement element = _usedRing[_taken & IndexMask];
        if (element.Id >= Size || !_withDevice[element.Id]) RefuseUnknown(element.Id);
        id = (int)element.Id;
        bytes = element.Length;
        _withDevice[id] = false;
        _taken++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Describe(int index, PhysicalAddress address, int bytes, ushort flags)
    {
        ref VirtqDescriptor descriptor = ref _descriptors[index];
        descriptor.Address = address.Value;
        descriptor.Length = (uint)bytes;
        descriptor.Flags = flags;
    }

    // These two stand apart from the way of every frame, since making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseSecond(int id) => Panic.Fail($"buffer {id} of the {_purpose} was given to the device twice");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseUnknown(uint id) => Panic.Fail($"the device hands back buffer {id} of the {_purpose}, which it was not given");
}
