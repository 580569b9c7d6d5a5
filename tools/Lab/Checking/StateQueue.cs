using System;
using System.Collections.Generic;

namespace Pilevisor.Lab.Checking;

/// <summary>States that wait to be expanded, one behind the other in large blocks.</summary>
internal sealed class StateQueue
{
    private const int BlockBytes = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<(int Number, int Block, int Offset, int Length)> _states = [];
    private int _used = BlockBytes;

    /// <summary>How many states there are.</summary>
    public int Count => _states.Count;

    /// <summary>Bytes it takes.</summary>
    public long Bytes => ((long)_blocks.Count * BlockBytes) + (_states.Count * 16L);

    public int Number(int i) => _states[i].Number;

    public ReadOnlySpan<byte> State(int i)
    {
        (_, int block, int offset, int length) = _states[i];
        return _blocks[block].AsSpan(offset, length);
    }

    public void Add(int number, ReadOnlySpan<byte> state)
    {
        if (_used + state.Length > BlockBytes)
        {
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
            _used = 0;
        }
        state.CopyTo(_blocks[^1].AsSpan(_used));
        _states.Add((number, _blocks.Count - 1, _used, state.Length));
        _used += state.Length;
    }

    /// <summary>All states of several queues in one; the blocks are shared.</summary>
    public static StateQueue Join(IEnumerable<StateQueue> queues)
    {
        StateQueue joined = new();
        foreach (StateQueue queue in queues)
        {
            int blocks = joined._blocks.Count;
            joined._blocks.AddRange(queue._blocks);
            foreach ((int number, int block, int offset, int length) in queue._states) joined._states.Add((number, blocks + block, offset, length));
        }
        return joined;
    }
}
