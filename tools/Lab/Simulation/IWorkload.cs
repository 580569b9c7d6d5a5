using System;

namespace Pilevisor.Lab.Simulation;

/// <summary>What the CPUs do. It keeps a state for each CPU and is asked for the next access when the one before is done, so it may depend on what happened.</summary>
public interface IWorkload
{
    /// <summary>The next access of <paramref name="cpu"/>.</summary>
    /// <param name="cpu">The CPU, from 0 over all nodes: node i's begin at i x CPUs a node.</param>
    /// <param name="random">The CPU's own chance.</param>
    /// <param name="access">The access.</param>
    /// <returns>False if it has no more.</returns>
    bool TryNext(int cpu, Random random, out SimAccess access);

    /// <summary>Whether <paramref name="page"/> holds something when the run begins. Else it is all zero until somebody writes it.</summary>
    bool IsWrittenBefore(int page) => false;
}
