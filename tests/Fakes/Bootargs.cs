using System;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A machine of which nothing is known but the hypervisor's options, and what it was given to boot with if that is set.</summary>
/// <param name="text">/chosen/bootargs.</param>
public sealed class Bootargs(string text) : IHardware
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(text);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BootArguments => _text;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> RandomSeed => Seed;

    /// <summary>What firmware drew.</summary>
    public byte[] Seed { get; set; } = [];

    /// <summary>Where the archive is that it boots with.</summary>
    public PhysicalAddress Payload { get; set; }

    /// <summary>How long that is; 0 if there is none.</summary>
    public ulong PayloadBytes { get; set; }

    /// <inheritdoc/>
    public int CpuCount { get; init; } = 1;

    /// <inheritdoc/>
    public bool PsciUsesHvc => false;

    /// <inheritdoc/>
    public ulong Affinity(CpuIndex cpu) => 0;

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> compatible, int index, out DeviceResource resource)
    {
        resource = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetReleaseAddress(CpuIndex cpu, out PhysicalAddress address)
    {
        address = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetPayload(out PhysicalAddress start, out ulong bytes)
    {
        (start, bytes) = (Payload, PayloadBytes);
        return bytes != 0;
    }
}
