using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Where new takes memory from while the image boots.</summary>
public sealed class BootArena
{
    /// <summary>Bytes taken so far.</summary>
    public ulong UsedBytes => Used();

    /// <summary>From now on new is a panic: the image is built.</summary>
    public void Seal() => SealArena();

    [RuntimeImport("*", "corelib_arena_used")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Used();

    [RuntimeImport("*", "corelib_seal")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SealArena();
}
