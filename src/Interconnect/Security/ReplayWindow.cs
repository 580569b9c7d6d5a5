using System.Runtime.CompilerServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// Which of one sender's latest frames have been taken, by their numbers, so that none is taken twice (RFC 4303, 3.4.3; as a ring of words, RFC 6479). What is farther behind the newest than the window reaches counts as taken.
/// </summary>
internal struct ReplayWindow
{
    private const int WordBits = 64;
    private const int WordsInRing = 16;

    /// <summary>How far behind the newest a frame may be. Its sender numbers frames to all nodes together, so the frames to this one may be far apart.</summary>
    public const int Frames = (WordsInRing - 1) * WordBits;

    private Words _taken;
    private ulong _newest;

    /// <summary>Whether the frame with <paramref name="number"/>, from 1, was not taken yet.</summary>
    public readonly bool IsNew(ulong number)
    {
        if (number > _newest) return true;
        return _newest - number < Frames && (_taken[(int)(number / WordBits % WordsInRing)] & Bit(number)) == 0;
    }

    /// <summary>Takes the frame with <paramref name="number"/>, which <see cref="IsNew"/>.</summary>
    public void Take(ulong number)
    {
        if (number > _newest) Advance(number);
        _taken[(int)(number / WordBits % WordsInRing)] |= Bit(number);
    }

    // The words between the newest's and the new one's are of numbers long ago.
    private void Advance(ulong number)
    {
        ulong word = _newest / WordBits;
        ulong last = number / WordBits;
        for (int i = 0; i < WordsInRing && word != last; i++) _taken[(int)(++word % WordsInRing)] = 0;
        _newest = number;
    }

    private static ulong Bit(ulong number) => 1ul << (int)(number % WordBits);

    [InlineArray(WordsInRing)]
    private struct Words
    {
        private ulong _first;
    }
}
