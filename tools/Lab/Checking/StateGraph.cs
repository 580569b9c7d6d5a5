using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>What exploring leaves behind of the states: how each was first reached, and, where progress is asked about, every way on.</summary>
internal sealed class StateGraph(bool keepsWays)
{
    private readonly List<(int Parent, ModelStep Step)> _origins = [];
    private readonly List<(int From, int To, ModelStep Step)> _ways = [];
    private readonly List<StateSituation> _situations = [];

    /// <summary>Bytes a state takes here, apart from its ways.</summary>
    public static int BytesPerState => Unsafe.SizeOf<(int, ModelStep)>() + Unsafe.SizeOf<StateSituation>();

    /// <summary>Bytes a way takes.</summary>
    public static int BytesPerWay => Unsafe.SizeOf<(int, int, ModelStep)>();

    /// <summary>How many ways are kept.</summary>
    public int Ways => _ways.Count;

    public bool KeepsWays => keepsWays;

    /// <summary>The states' situations; empty unless ways are kept.</summary>
    public IReadOnlyList<StateSituation> Situations => _situations;

    public List<(int From, int To, ModelStep Step)> AllWays => _ways;

    /// <summary>Notes how a state was first reached. Not for several threads at once.</summary>
    public void SetOrigin(int state, int parent, ModelStep step)
    {
        if (state >= _origins.Count) CollectionsMarshal.SetCount(_origins, state + 1);
        _origins[state] = (parent, step);
    }

    public void SetSituation(int state, StateSituation situation)
    {
        if (state >= _situations.Count) CollectionsMarshal.SetCount(_situations, state + 1);
        _situations[state] = situation;
    }

    /// <summary>The steps from the start to <paramref name="state"/>.</summary>
    public List<ModelStep> PathTo(int state)
    {
        List<ModelStep> steps = [];
        for (int at = state; at != 0; at = _origins[at].Parent) steps.Add(_origins[at].Step);
        steps.Reverse();
        return steps;
    }
}
