using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// A protocol's entries of all pages, in the memory that <see cref="ICoherenceProtocol.Initialize"/> hands over: for each page a <typeparamref name="TEntry"/> and, right behind it, sets of nodes, each in as many words as the
/// cluster's nodes need.
/// </summary>
/// <typeparam name="TEntry">The fixed part: a multiple of 8 bytes.</typeparam>
public unsafe struct PageEntries<TEntry>
    where TEntry : unmanaged
{
    private byte* _entries;
    private uint _entryBytes;
    private int _words;
    private PageNumber _first;
    private uint _pages;

    /// <summary>Whether a set of nodes fits into a message's <see cref="NodeSet"/> without becoming coarse.</summary>
    public readonly bool HasExactSets => _words == 1;

    /// <summary>The entry of <paramref name="page"/>.</summary>
    /// <exception cref="PanicException">If it is no page of the guest's RAM.</exception>
    public readonly ref TEntry this[PageNumber page] => ref *At(page);

    /// <summary>Bytes of a page's entry.</summary>
    /// <param name="sets">How many sets of nodes it has.</param>
    /// <param name="nodes">How many nodes the cluster has.</param>
    public static int Bytes(int sets, int nodes) => sizeof(TEntry) + (sets * NodeSetView.WordsFor(nodes) * sizeof(ulong));

    /// <summary>Takes the zeroed memory of all entries, <see cref="Bytes"/> each.</summary>
    /// <param name="entries">Where it is.</param>
    /// <param name="first">The page of the first entry.</param>
    /// <param name="pages">How many there are.</param>
    /// <param name="sets">As in <see cref="Bytes"/>.</param>
    /// <param name="nodes">As in <see cref="Bytes"/>.</param>
    public void Initialize(byte* entries, PageNumber first, uint pages, int sets, int nodes)
    {
        _entries = entries;
        _entryBytes = (uint)Bytes(sets, nodes);
        _words = NodeSetView.WordsFor(nodes);
        _first = first;
        _pages = pages;
    }

    /// <summary>The set with the number <paramref name="set"/>, from 0, of <paramref name="page"/>.</summary>
    /// <exception cref="PanicException">If it is no page of the guest's RAM.</exception>
    public readonly NodeSetView Set(PageNumber page, int set) => new(new Span<ulong>((ulong*)(At(page) + 1) + (set * _words), _words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TEntry* At(PageNumber page)
    {
        uint index = page.Value - _first.Value;
        if (index >= _pages) Refuse(page);
        return (TEntry*)(_entries + ((ulong)index * _entryBytes));
    }

    // Apart from the question, which is asked several times a message: making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(PageNumber page) => Panic.Fail($"{page} is no page of the guest's RAM");
}
