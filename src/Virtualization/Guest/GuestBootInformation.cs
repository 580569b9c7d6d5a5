using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What /chosen tells the guest.</summary>
/// <param name="Arguments">The kernel's command line.</param>
/// <param name="InitialRamdisk">Where the initial ramdisk lies.</param>
/// <param name="InitialRamdiskBytes">Its size in bytes; 0 if there is none.</param>
/// <param name="RandomSeed">Random bytes for the kernel's generator; empty if there are none.</param>
public readonly ref struct GuestBootInformation(ReadOnlySpan<byte> Arguments, GuestPhysicalAddress InitialRamdisk, ulong InitialRamdiskBytes, ReadOnlySpan<byte> RandomSeed)
{
    /// <summary>The kernel's command line.</summary>
    public ReadOnlySpan<byte> Arguments { get; } = Arguments;

    /// <summary>Where the initial ramdisk lies.</summary>
    public GuestPhysicalAddress InitialRamdisk { get; } = InitialRamdisk;

    /// <summary>Its size in bytes; 0 if there is none.</summary>
    public ulong InitialRamdiskBytes { get; } = InitialRamdiskBytes;

    /// <summary>Random bytes for the kernel's generator; empty if there are none.</summary>
    public ReadOnlySpan<byte> RandomSeed { get; } = RandomSeed;
}
