using System;
using System.IO;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class WakefulHostTests
{
    private const string Device = "/dev/cpu_dma_latency";

    [Fact]
    public void The_kernel_knows_that_no_latency_is_wanted_or_it_is_said_that_it_does_not()
    {
        using WakefulHost host = new();
        Assert.Equal(Latency() == 0, host.IsKept);
    }

    /// <summary>The strictest wish that the kernel has, in microseconds; null if it tells us nothing.</summary>
    private static int? Latency()
    {
        try
        {
            using FileStream device = new(Device, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] answer = new byte[sizeof(int)];
            device.ReadExactly(answer);
            return BitConverter.ToInt32(answer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
