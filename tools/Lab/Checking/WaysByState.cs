using System;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>The ways on from each state, side by side in one array.</summary>
internal sealed class WaysByState
{
    private readonly int[] _starts;
    private readonly (int To, ModelStep Step)[] _ways;

    public WaysByState(StateGraph graph)
    {
        States = graph.Situations.Count;
        _starts = new int[States + 1];
        foreach ((int from, _, _) in graph.AllWays) _starts[from + 1]++;
        for (int i = 0; i < States; i++) _starts[i + 1] += _starts[i];
        _ways = new (int, ModelStep)[graph.Ways];
        int[] next = [.. _starts];
        foreach ((int from, int to, ModelStep step) in graph.AllWays) _ways[next[from]++] = (to, step);
    }

    public int States { get; }

    public ReadOnlySpan<(int To, ModelStep Step)> From(int state) => _ways.AsSpan(_starts[state].._starts[state + 1]);
}
