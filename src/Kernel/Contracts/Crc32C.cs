using System;

namespace Pilevisor.Kernel;

/// <summary>
/// CRC-32C, the check of iSCSI, SCTP and ext4 (Castagnoli 1993; RFC 3720, 12.1). In a page it notices every error of up to three bits, or of an odd number of them, and every burst of up to 32 bits; of others it misses
/// one in 2^32.
/// </summary>
public abstract class Crc32C
{
    /// <summary>The check of what has the check <paramref name="crc"/> followed by <paramref name="bytes"/>; the check of nothing is 0.</summary>
    public abstract uint Append(uint crc, ReadOnlySpan<byte> bytes);
}
