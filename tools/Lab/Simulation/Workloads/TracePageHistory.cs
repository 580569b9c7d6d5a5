using System.Collections.Generic;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Who accessed a recorded page last: of each node the last access, and the last write.</summary>
internal sealed class TracePageHistory
{
    private readonly List<Last> _nodes = [];
    private int _accesses;

    /// <summary>One more access, in the order in which they were granted.</summary>
    /// <returns>The last one of another node that must come before it.</returns>
    public SimPrecedence Add(int node, SimPrecedence access, bool isWrite)
    {
        SimPrecedence before = default;
        int latest = 0;
        int own = -1;
        for (int i = 0; i < _nodes.Count; i++)
        {
            Last other = _nodes[i];
            int order = isWrite ? other.AccessOrder : other.WriteOrder;
            if (other.Node == node) own = i;
            else if (order > latest) (latest, before) = (order, isWrite ? other.Access : other.Write);
        }
        _accesses++;
        Last last = own < 0 ? new Last { Node = node } : _nodes[own];
        last = last with { Access = access, AccessOrder = _accesses };
        if (isWrite) last = last with { Write = access, WriteOrder = _accesses };
        if (own < 0) _nodes.Add(last);
        else _nodes[own] = last;
        return before;
    }

    private readonly record struct Last(int Node, SimPrecedence Access, int AccessOrder, SimPrecedence Write, int WriteOrder);
}
