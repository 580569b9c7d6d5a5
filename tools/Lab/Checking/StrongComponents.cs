using System;
using System.Collections.Generic;

namespace Pilevisor.Lab.Checking;

/// <summary>The strongly connected components of a part of the states (Tarjan, SIAM J. Comput. 1972, with a stack of its own since states are many).</summary>
internal sealed class StrongComponents
{
    private const int Unseen = -1;

    private readonly WaysByState _ways;
    private readonly Func<int, bool> _isIn;
    private readonly int[] _order;
    private readonly int[] _lowest;
    private readonly int[] _component;
    private readonly List<int[]> _components = [];
    private readonly Stack<int> _open = new();
    private int _next;

    public StrongComponents(WaysByState ways, Func<int, bool> isIn)
    {
        (_ways, _isIn) = (ways, isIn);
        _order = new int[ways.States];
        _lowest = new int[ways.States];
        _component = new int[ways.States];
        Array.Fill(_order, Unseen);
        Array.Fill(_component, Unseen);
        for (int state = 0; state < ways.States; state++)
        {
            if (_order[state] == Unseen && isIn(state)) Search(state);
        }
    }

    /// <summary>The first component that <paramref name="isWanted"/> is true of.</summary>
    public int[]? Find(Predicate<int[]> isWanted) => _components.Find(isWanted);

    /// <summary>Whether two states are in the same component.</summary>
    public bool AreTogether(int a, int b) => _component[a] != Unseen && _component[a] == _component[b];

    private void Search(int root)
    {
        Stack<(int State, int Way)> path = new();
        Open(root, path);
        while (path.TryPop(out (int State, int Way) top))
        {
            (int state, int way) = top;
            ReadOnlySpan<(int To, Model.ModelStep Step)> ways = _ways.From(state);
            if (way == ways.Length)
            {
                Close(state);
                if (path.TryPeek(out (int State, int Way) parent)) _lowest[parent.State] = Math.Min(_lowest[parent.State], _lowest[state]);
                continue;
            }
            path.Push((state, way + 1));
            int to = ways[way].To;
            if (!_isIn(to)) continue;
            if (_order[to] == Unseen) Open(to, path);
            else if (_component[to] == Unseen) _lowest[state] = Math.Min(_lowest[state], _order[to]);
        }
    }

    private void Open(int state, Stack<(int State, int Way)> path)
    {
        _order[state] = _lowest[state] = _next++;
        _open.Push(state);
        path.Push((state, 0));
    }

    private void Close(int state)
    {
        if (_lowest[state] != _order[state]) return;
        List<int> members = [];
        int member;
        do
        {
            member = _open.Pop();
            _component[member] = _components.Count;
            members.Add(member);
        }
        while (member != state);
        _components.Add([.. members]);
    }
}
