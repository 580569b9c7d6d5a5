using System.Runtime.InteropServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>What TPIDR_EL2 points to on each CPU; boot.S and vectors.S know the layout.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CpuBlock
{
    /// <summary>Bytes of a CPU's stack.</summary>
    public const ulong StackBytes = 65536;

    /// <summary>Bytes of the stack on which an exception at EL2 is reported.</summary>
    public const ulong EmergencyStackBytes = 16384;

    /// <summary>The CPU's index.</summary>
    public ulong Index;

    /// <summary>Behind the highest byte of its stack; a guard page lies below the stack.</summary>
    public ulong StackTop;

    /// <summary>Behind the highest byte of its emergency stack; a guard page lies below it.</summary>
    public ulong EmergencyStackTop;

    /// <summary>Keeps blocks 32 bytes long.</summary>
    public ulong Reserved;
}
