using System;
using System.Linq;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>
/// CPUs take turns with a lock, one for each four nodes: read it until it is free, write it to take it, write what it protects, write it to give it back. A write that finds the lock taken was in vain.
/// </summary>
internal sealed class LockHandOverWorkload(SimOptions options) : GeneratedWorkload(options)
{
    private const int NodesPerLock = 4;
    private const int Free = -1;

    private readonly int[] _holders = [.. Enumerable.Repeat(Free, Math.Max(1, options.Nodes / NodesPerLock))];
    private readonly Phase[] _phases = new Phase[options.Nodes * options.CpusPerNode];
    private readonly int[] _locks = new int[options.Nodes * options.CpusPerNode];

    private enum Phase
    {
        Outside,
        Looks,
        Takes,
        Works,
        GivesBack,
    }

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        _phases[cpu] = After(cpu, random);
        int held = _locks[cpu];
        int lockPage = PageOf(held * NodesPerLock, 0);
        access = Access(_phases[cpu] == Phase.Works ? PageOf(held * NodesPerLock, 1) : lockPage, _phases[cpu] != Phase.Looks, random);
        return true;
    }

    /// <summary>The access before is done: what it saw decides about the next.</summary>
    private Phase After(int cpu, Random random)
    {
        ref int holder = ref _holders[_locks[cpu]];
        switch (_phases[cpu])
        {
            case Phase.Looks when holder != Free: return Phase.Looks;
            case Phase.Looks: return Phase.Takes;
            case Phase.Takes when holder != Free: return Phase.Looks;
            case Phase.Takes:
                holder = cpu;
                return Phase.Works;
            case Phase.Works: return Phase.GivesBack;
            case Phase.GivesBack:
                holder = Free;
                break;
        }
        _locks[cpu] = random.Next(_holders.Length);
        return Phase.Looks;
    }
}
