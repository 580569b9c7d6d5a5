using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>CRC-32C by the CPU's own instructions, where ID_AA64ISAR0_EL1 says that it has them (FEAT_CRC32), by tables otherwise: Metal/crc.S.</summary>
public sealed class MetalCrc32C : Crc32C
{
    private const int Crc32Shift = 16;
    private const ulong FieldMask = 0xf;

    private readonly TableCrc32C? _table = ((ReadIdAa64Isar0() >> Crc32Shift) & FieldMask) != 0 ? null : new TableCrc32C();

    /// <inheritdoc/>
    public override uint Append(uint crc, ReadOnlySpan<byte> bytes) =>
        _table is null ? ~Fold(~crc, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length) : _table.Append(crc, bytes);

    [RuntimeImport("*", "asm_read_id_aa64isar0_el1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIdAa64Isar0();

    [RuntimeImport("*", "asm_crc32c")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern uint Fold(uint state, ref byte first, nuint count);
}
