using System;

namespace Pilevisor.Virtualization;

/// <summary>Which blocks of a region the guest uses, a bit each.</summary>
/// <param name="count">How many there are.</param>
internal sealed class PluggedBlocks(uint count)
{
    private readonly ulong[] _words = new ulong[(int)((count + 63) / 64)];

    /// <summary>How many are plugged.</summary>
    public uint Plugged { get; private set; }

    /// <summary>How many of <paramref name="blocks"/> from <paramref name="first"/> on are plugged.</summary>
    public uint CountIn(uint first, uint blocks)
    {
        uint plugged = 0;
        for (uint i = first; i < first + blocks; i++) plugged += (uint)(_words[(int)(i / 64)] >> (int)(i % 64)) & 1;
        return plugged;
    }

    /// <summary>Plugs or unplugs <paramref name="blocks"/> from <paramref name="first"/> on, none of which is so.</summary>
    public void Set(uint first, uint blocks, bool plugged)
    {
        for (uint i = first; i < first + blocks; i++)
        {
            ulong bit = 1ul << (int)(i % 64);
            ref ulong word = ref _words[(int)(i / 64)];
            word = plugged ? word | bit : word & ~bit;
        }
        Plugged = plugged ? Plugged + blocks : Plugged - blocks;
    }

    /// <summary>Unplugs all.</summary>
    public void Clear()
    {
        _words.AsSpan().Clear();
        Plugged = 0;
    }
}
