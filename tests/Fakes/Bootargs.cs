using System;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A machine of which nothing is known but the hypervisor's options.</summary>
/// <param name="text">/chosen/bootargs.</param>
public sealed class Bootargs(string text) : IHardware
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(text);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BootArguments => _text;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> RandomSeed => [];

    /// <inheritdoc/>
    public int CpuCount => 1;

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
    public bool TryGetPayload(out PhysicalAddress start, out ulong bytes)
    {
        start = default;
        bytes = 0;
        return false;
    }
}
