using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What firmware gave this machine to boot with, as an initial ramdisk: a cpio archive ("newc") of files.</summary>
/// <param name="hardware">Says where it is.</param>
/// <param name="memory">This machine's RAM, the archive's among it.</param>
public sealed unsafe class BootFiles(IHardware hardware, IPhysicalMemory memory)
{
    private const ulong MaximumBytes = 1ul << 30;

    /// <summary>The most files that are looked at.</summary>
    public const int MaximumFiles = 64;

    /// <summary>Whether it was given anything.</summary>
    public bool IsThere => hardware.TryGetPayload(out _, out _);

    /// <summary>The whole archive; empty if there is none.</summary>
    /// <exception cref="PanicException">If it has more than 1 GiB.</exception>
    public Span<byte> Archive
    {
        get
        {
            if (!hardware.TryGetPayload(out PhysicalAddress start, out ulong bytes)) return default;
            if (bytes > MaximumBytes) RefuseSize(bytes);
            return new Span<byte>(memory.Pointer(start), (int)bytes);
        }
    }

    /// <summary>Finds the file <paramref name="name"/>. An archive that is damaged ends where it is.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out Span<byte> content)
    {
        content = default;
        CpioReader reader = new(Archive);
        for (int files = 0; files < MaximumFiles && reader.MoveNext(); files++)
        {
            if (!reader.Name.SequenceEqual(name)) continue;

            // The reader hands out what it only reads; it is RAM of this machine.
            content = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(reader.Content), reader.Content.Length);
            return true;
        }
        return false;
    }

    /// <summary>Whether the file <paramref name="name"/> is the only one. An archive that is damaged has others.</summary>
    public bool HasOnly(ReadOnlySpan<byte> name)
    {
        CpioReader reader = new(Archive);
        return reader.MoveNext() && reader.Name.SequenceEqual(name) && !reader.MoveNext() && reader.Defect.Length == 0;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseSize(ulong bytes) => Panic.Fail($"the archive that this machine boots with has {bytes} bytes, at most {MaximumBytes} are read");
}
