using System;
using Pilevisor.Kernel;

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

    /// <summary>Where <paramref name="page"/> lies in the guest's memory: what prefetch policies see. Its number from the start of memory on, unless the workload knows better.</summary>
    PageNumber PlaceOf(int page) => Simulator.Page(page);

    /// <summary>The page that lies at <paramref name="place"/>: the inverse of <see cref="PlaceOf"/>.</summary>
    /// <returns>False if the workload knows none.</returns>
    bool TryFind(PageNumber place, out int page)
    {
        page = Simulator.Index(place);
        return true;
    }
}
