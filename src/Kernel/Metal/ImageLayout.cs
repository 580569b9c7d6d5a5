using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>Where the parts of this image are, all borders page-aligned.</summary>
public static class ImageLayout
{
    /// <summary>The first byte: the header, then code.</summary>
    public static PhysicalAddress Start => new(Border(0));

    /// <summary>Behind the code.</summary>
    public static PhysicalAddress TextEnd => new(Border(1));

    /// <summary>The first byte of constants.</summary>
    public static PhysicalAddress ConstantsStart => new(Border(2));

    /// <summary>Behind the constants.</summary>
    public static PhysicalAddress ConstantsEnd => new(Border(3));

    /// <summary>The first byte of what may be written: data, bss, arena, stacks.</summary>
    public static PhysicalAddress DataStart => new(Border(4));

    /// <summary>The boot CPU's stacks: guard page, stack, guard page, emergency stack.</summary>
    public static PhysicalAddress StacksStart => new(Border(5));

    /// <summary>Behind the image.</summary>
    public static PhysicalAddress End => new(Border(6));

    /// <summary>Where the linker put <see cref="Start"/>: all addresses in the image's ELF file are relative to it.</summary>
    public static ulong LinkedStart => LinkAddress();

    [RuntimeImport("*", "asm_link_address")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong LinkAddress();

    [RuntimeImport("*", "asm_image_border")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Border(int index);
}
