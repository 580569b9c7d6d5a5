using System.Numerics;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Pages that are to come along with another, or do: of the block of <see cref="BlockPages"/> pages that it lies in, which begins at a multiple of that; a bit each, by their place in the block.</summary>
/// <param name="page">A page of the block.</param>
/// <param name="bits">Which pages of it.</param>
public readonly struct PagesAlong(PageNumber page, ulong bits)
{
    /// <summary>Pages in a block.</summary>
    public const int BlockPages = 64;

    /// <summary>Which pages of the block: what a message says of them.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Bits == 0;

    private PageNumber Begin => new(page.Value & ~(BlockPages - 1u));

    /// <summary>Whether the one page can come along with the other.</summary>
    public static bool AreOfOneBlock(PageNumber page, PageNumber other) => page.Value / BlockPages == other.Value / BlockPages;

    /// <summary>The same and <paramref name="other"/>, a page of the block.</summary>
    public PagesAlong With(PageNumber other) => new(page, Bits | BitOf(other));

    /// <summary>Those that are not among <paramref name="others"/>, pages of the same block.</summary>
    public PagesAlong Without(PagesAlong others) => new(page, Bits & ~others.Bits);

    /// <summary>Whether they can come along with the page at all: it is not among them, and all lie in the window of <paramref name="home"/>, which is in one piece.</summary>
    /// <param name="world">Has the windows.</param>
    /// <param name="home">The home of the page.</param>
    public bool ArePossible(IProtocolWorld world, NodeId home)
    {
        if (IsEmpty) return true;
        PageNumber first = Begin + (uint)BitOperations.TrailingZeroCount(Bits);
        PageNumber last = Begin + (uint)BitOperations.Log2(Bits);
        return (Bits & BitOf(page)) == 0 && world.IsAtHome(first, home) && world.IsAtHome(last, home);
    }

    /// <summary>The pages in ascending order.</summary>
    public Enumerator GetEnumerator() => new(Begin, Bits);

    private static ulong BitOf(PageNumber page) => 1ul << (int)(page.Value % BlockPages);

    /// <summary>Goes through the pages.</summary>
    /// <param name="begin">The first page of the block.</param>
    /// <param name="bits">Which pages of it.</param>
    public struct Enumerator(PageNumber begin, ulong bits)
    {
        private ulong _rest = bits;

        /// <summary>The page it is at.</summary>
        public PageNumber Current { get; private set; }

        /// <summary>Goes to the next page.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            if (_rest == 0) return false;
            Current = begin + (uint)BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
