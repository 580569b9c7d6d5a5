using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The calling CPU's stacks.</summary>
public sealed unsafe class MetalStackWalk : IStackWalk
{
    private const int MaximumIdentityLength = 80;

    /// <inheritdoc/>
    public ulong FramePointer => X29();

    /// <inheritdoc/>
    public PhysicalAddress ImageStart => ImageLayout.Start;

    /// <inheritdoc/>
    public ulong LinkAddress(ulong address) =>
        address >= ImageLayout.Start.Value && address <= ImageLayout.TextEnd.Value ? address - ImageLayout.Start.Value + ImageLayout.LinkedStart : address;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> ImageIdentity
    {
        get
        {
            byte* text = Identity();
            int length = 0;
            while (length < MaximumIdentityLength && text[length] != 0) length++;
            return new ReadOnlySpan<byte>(text, length);
        }
    }

    /// <inheritdoc/>
    public bool TryRead(ulong framePointer, out ulong callerFramePointer, out ulong returnAddress)
    {
        callerFramePointer = returnAddress = 0;
        CpuBlock* cpu = Block();
        bool isInStack = IsBelow(framePointer, cpu->StackTop, CpuBlock.StackBytes) || IsBelow(framePointer, cpu->EmergencyStackTop, CpuBlock.EmergencyStackBytes);
        if (!isInStack || framePointer % 16 != 0) return false;
        ulong* record = (ulong*)framePointer;
        callerFramePointer = record[0];
        returnAddress = record[1];
        return returnAddress != 0;
    }

    /// <inheritdoc/>
    public void Halt() => HaltCpu();

    private static bool IsBelow(ulong framePointer, ulong top, ulong bytes) => framePointer >= top - bytes && framePointer + 16 <= top;

    [RuntimeImport("*", "asm_cpu_block")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern CpuBlock* Block();

    [RuntimeImport("*", "asm_frame_pointer")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong X29();

    [RuntimeImport("*", "asm_image_identity")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte* Identity();

    [RuntimeImport("*", "asm_halt")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void HaltCpu();
}
