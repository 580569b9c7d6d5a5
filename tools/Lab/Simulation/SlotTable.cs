using System.Collections.Generic;

namespace Pilevisor.Lab.Simulation;

/// <summary>Things under way, each with a number of its own until it is freed.</summary>
internal sealed class SlotTable<T>
{
    private readonly List<T> _slots = [];
    private readonly Stack<int> _free = new();

    public T this[int slot] => _slots[slot];

    /// <summary>Keeps something.</summary>
    /// <returns>Its number.</returns>
    public int Add(T thing)
    {
        if (_free.TryPop(out int slot))
        {
            _slots[slot] = thing;
            return slot;
        }
        _slots.Add(thing);
        return _slots.Count - 1;
    }

    /// <summary>The number may be another's from now on.</summary>
    public void Free(int slot) => _free.Push(slot);
}
