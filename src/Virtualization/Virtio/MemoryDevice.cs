using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// virtio-mem (Virtual I/O Device Version 1.2, section 5.15): the window of a node that joins while the guest runs. The device asks the guest to use so much of it, by its configuration; the guest then plugs blocks, or unplugs
/// them. Its state under the slots' lock.
/// </summary>
/// <param name="slots">Where it is plugged in.</param>
/// <param name="node">The node.</param>
/// <param name="place">Its place.</param>
/// <param name="use">Told how much the guest uses.</param>
internal sealed class MemoryDevice(VirtioSlots slots, NodeId node, NodeDescription place, IMemoryUse use) : VirtioDevice(MemoryDeviceId, queues: 1)
{
    /// <summary>What the guest plugs and unplugs at least.</summary>
    public const uint BlockBytes = 2u << 20;

    private const uint MemoryDeviceId = 24;

    // VIRTIO_MEM_F_UNPLUGGED_INACCESSIBLE: who touches what is not plugged must expect an abort.
    private const ulong UnpluggedInaccessible = 1 << 1;

    private readonly PluggedBlocks _blocks = new((uint)(place.WindowBytes / BlockBytes));
    private ulong _usableBytes;
    private ulong _requestedBytes;

    /// <summary>How much the guest uses.</summary>
    public ulong PluggedBytes => (ulong)_blocks.Plugged * BlockBytes;

    /// <summary>Asks the guest to give all of it back. Under the slots' lock.</summary>
    public void Withdraw() => _requestedBytes = 0;

    /// <summary>Asks the guest to use the first <paramref name="bytes"/> bytes of the window. Under the slots' lock.</summary>
    public void Offer(ulong bytes) => (_usableBytes, _requestedBytes) = (bytes, bytes);

    /// <inheritdoc/>
    public override ulong Features => VirtioStatus.FeatureVersion1 | UnpluggedInaccessible;

    /// <inheritdoc/>
    public override ulong Required => Features;

    /// <inheritdoc/>
    public override byte ReadConfiguration(uint offset)
    {
        // struct virtio_mem_config.
        ReadOnlySpan<ulong> fields = stackalloc ulong[] { BlockBytes, 0, place.WindowStart.Value, place.WindowBytes, _usableBytes, PluggedBytes, _requestedBytes };
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(fields);
        return offset < (uint)bytes.Length ? bytes[(int)offset] : (byte)0;
    }

    /// <inheritdoc/>
    public override bool TryServe(int index, GuestQueue queue)
    {
        for (int i = 0; i < queue.Size && queue.TryTake(out ushort head); i++)
        {
            if (!TryAnswer(queue, head)) return false;
            queue.Give(head, MemoryResponse.Bytes);
        }
        return true;
    }

    private bool TryAnswer(GuestQueue queue, ushort head)
    {
        if (!queue.TryReadDescriptor(head, out VirtqDescriptor request) || request.Flags != VirtqDescriptor.GoesOn || request.Length < (uint)Unsafe.SizeOf<MemoryRequest>()) return false;
        if (!queue.TryReadDescriptor(request.Next, out VirtqDescriptor response) || response.Flags != VirtqDescriptor.DeviceWrites || response.Length < MemoryResponse.Bytes) return false;
        queue.Write(response.Address, Answer(queue.Read<MemoryRequest>(request.Address)));
        return true;
    }

    private MemoryResponse Answer(MemoryRequest request)
    {
        slots.Acquire();
        ulong before = PluggedBytes;
        MemoryResponse response = AnswerHeld(in request);
        PluggedMemory memory = new() { PluggedBytes = PluggedBytes, RequestedBytes = _requestedBytes };
        slots.Release();
        if (memory.PluggedBytes != before) use.OnChange(node, in memory);
        return response;
    }

    private MemoryResponse AnswerHeld(in MemoryRequest request)
    {
        if (request.Kind == MemoryRequestKind.UnplugAll)
        {
            _blocks.Clear();
            return default;
        }
        if (request.Kind > MemoryRequestKind.State || !TryFind(in request, out uint first)) return new MemoryResponse { Kind = MemoryResponse.Error };
        uint plugged = _blocks.CountIn(first, request.Blocks);
        if (request.Kind == MemoryRequestKind.State) return new MemoryResponse { State = StateOf(plugged, request.Blocks) };
        bool plugs = request.Kind == MemoryRequestKind.Plug;
        if (plugged != (plugs ? 0u : request.Blocks)) return new MemoryResponse { Kind = MemoryResponse.Error };
        if (plugs && PluggedBytes + ((ulong)request.Blocks * BlockBytes) > _requestedBytes) return new MemoryResponse { Kind = MemoryResponse.Refused };
        _blocks.Set(first, request.Blocks, plugs);
        return default;
    }

    // The blocks that are asked about lie in the part that may be used; what may be used no more may still be given back.
    private bool TryFind(in MemoryRequest request, out uint first)
    {
        ulong offset = request.Address - place.WindowStart.Value;
        ulong bytes = (ulong)request.Blocks * BlockBytes;
        ulong limit = request.Kind == MemoryRequestKind.Plug ? _usableBytes : place.WindowBytes;
        first = (uint)(offset / BlockBytes);
        return request.Blocks != 0 && offset % BlockBytes == 0 && offset < limit && bytes <= limit - offset;
    }

    private static ushort StateOf(uint plugged, uint blocks) => plugged == 0 ? MemoryResponse.Unplugged : plugged == blocks ? MemoryResponse.Plugged : MemoryResponse.Mixed;
}
