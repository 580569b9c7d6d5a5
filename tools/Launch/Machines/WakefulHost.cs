using System;
using System.IO;

namespace Pilevisor.Launch.Machines;

/// <summary>While it lives, the host's idle CPUs poll instead of sleeping, where the host's kernel takes that wish from us.</summary>
/// <remarks>
/// A page's way from machine to machine wakes four threads one after the other. A host CPU that slept takes longer for that than the hypervisors for all the rest, most of all where the host is a virtual machine itself;
/// docs/results.md has figures. The wish is PM QoS's (Linux, Documentation/power/pm_qos_interface.rst) and lasts as long as the file is open; it is root's to make.
/// </remarks>
public sealed class WakefulHost : IDisposable
{
    private const string LatencyDevice = "/dev/cpu_dma_latency";
    private const int NoLatencyMicroseconds = 0;

    private readonly FileStream? _wish;

    /// <summary>Makes the wish.</summary>
    public WakefulHost()
    {
        try
        {
            // Others may hold it at the same time: the kernel follows the strictest.
            _wish = new FileStream(LatencyDevice, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            _wish.Write(BitConverter.GetBytes(NoLatencyMicroseconds));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Not root, or a kernel without: machines run all the same, and IsKept says so.
            Dispose();
            _wish = null;
        }
    }

    /// <summary>Whether the host's CPUs are kept awake.</summary>
    public bool IsKept => _wish is not null;

    /// <inheritdoc/>
    public void Dispose() => _wish?.Dispose();
}
