using System;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>Barriers at which a test may look at what the device could see.</summary>
public sealed class FakeDmaBarriers : IDmaBarriers
{
    /// <summary>Called at each <see cref="Write"/>.</summary>
    public Action? OnWrite { get; set; }

    /// <summary>Called at each <see cref="Full"/>.</summary>
    public Action? OnFull { get; set; }

    /// <summary>How often <see cref="Read"/> was called.</summary>
    public int Reads { get; private set; }

    /// <inheritdoc/>
    public void Read()
    {
        Interlocked.MemoryBarrier();
        Reads++;
    }

    /// <inheritdoc/>
    public void Write()
    {
        Interlocked.MemoryBarrier();
        OnWrite?.Invoke();
    }

    /// <inheritdoc/>
    public void Full()
    {
        Interlocked.MemoryBarrier();
        OnFull?.Invoke();
    }
}
