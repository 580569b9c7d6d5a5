using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The descriptors of a queue that are not in use; the one that was in use last is taken first.</summary>
internal sealed class FreeDescriptors
{
    private readonly int[] _stack;
    private int _count;

    /// <summary>All of <paramref name="size"/> descriptors are free.</summary>
    public FreeDescriptors(int size)
    {
        _stack = new int[size];
        for (int descriptor = size - 1; descriptor >= 0; descriptor--) Return(descriptor);
    }

    /// <summary>Takes one if there is one.</summary>
    public bool TryTake(out int descriptor)
    {
        descriptor = 0;
        if (_count == 0) return false;
        descriptor = _stack[--_count];
        return true;
    }

    /// <summary>Gives one back.</summary>
    public void Return(int descriptor)
    {
        Panic.Unless(_count < _stack.Length, "more descriptors are given back than there are");
        _stack[_count++] = descriptor;
    }
}
