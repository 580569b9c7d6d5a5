using System;
using Pilevisor.Coherence;
using Pilevisor.Lab.Simulation;

namespace Pilevisor.Lab.Tests;

/// <summary>CPU 1, on node 1, reads page 0, which has been written; nothing else happens.</summary>
internal sealed class OneRead : IWorkload
{
    private const long AfterTheWrite = 1_000_000;
    private bool _isOver;

    public bool TryNext(int cpu, Random random, out SimAccess access)
    {
        access = cpu == 0 ? new SimAccess(0, AccessKind.Write, 0) : new SimAccess(0, AccessKind.Read, AfterTheWrite);
        bool isMore = cpu == 0 || !_isOver;
        _isOver |= cpu == 1;
        return isMore;
    }
}
