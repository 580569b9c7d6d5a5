using System;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>Is told what happens in a cluster, one call at a time, from whichever thread noticed it; must not wait for the cluster.</summary>
public abstract class ClusterObserver
{
    /// <summary>Everything is there; the machines start now.</summary>
    public virtual void Starting(int machines)
    {
    }

    /// <summary>The guest wrote to its console.</summary>
    public virtual void ConsoleWritten(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>The guest's command wrote something.</summary>
    public virtual void CommandWritten(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>The guest's user space is up.</summary>
    public virtual void GuestReady(TimeSpan sinceLastStart)
    {
    }

    /// <summary>A node reached a step of bring-up.</summary>
    public virtual void NodeProgressed(int node, string step)
    {
    }

    /// <summary>A machine was started that is to join.</summary>
    public virtual void NodeAdded(int node)
    {
    }

    /// <summary>A node has joined while the guest runs; now there are <paramref name="nodeCount"/>.</summary>
    public virtual void NodeJoined(int node, int nodeCount)
    {
    }

    /// <summary>A machine that was to join ended before it had; the guest goes on.</summary>
    public virtual void NodeLost(int node, string how)
    {
    }

    /// <summary>What was asked for has been done to a node's machine: it was "paused", "resumed" or "killed".</summary>
    public virtual void NodeDisturbed(int node, string how)
    {
    }

    /// <summary>A node is about to leave while the guest runs.</summary>
    public virtual void NodeLeaving(int node)
    {
    }

    /// <summary>A node has left while the guest runs; now there are <paramref name="nodeCount"/>.</summary>
    public virtual void NodeLeft(int node, int nodeCount)
    {
    }

    /// <summary>A node's machine has ended, and the others go on without it.</summary>
    public virtual void NodeDied(int node, string how)
    {
    }

    /// <summary>A node that was to leave stays.</summary>
    public virtual void NodeStays(int node, string why)
    {
    }

    /// <summary>The guest uses so much of the memory of a node that has joined.</summary>
    public virtual void MemoryPlugged(int node, long bytes, long requestedBytes)
    {
    }

    /// <summary>A node's hypervisor logged a line.</summary>
    public virtual void LogWritten(int node, LogLevel level, string line)
    {
    }

    /// <summary>A node's hypervisor panicked.</summary>
    public virtual void NodePanicked(int node, string text)
    {
    }
}
