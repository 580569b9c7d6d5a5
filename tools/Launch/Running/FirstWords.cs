using System;
using System.Collections.Generic;

namespace Pilevisor.Launch.Running;

/// <summary>
/// Tells who speaks first on the leader's serial port: the guest, or a hypervisor that panics before there is one. What could be either is held back until it is clear.
/// </summary>
/// <param name="mayPanic">Whether there is a hypervisor.</param>
internal sealed class FirstWords(bool mayPanic)
{
    private readonly List<byte> _held = [];
    private int _matched;

    /// <summary>Whether the guest has spoken.</summary>
    public bool IsGuest { get; private set; } = !mayPanic;

    private bool IsPanic => _matched == PanicText.FirstWord.Length;

    /// <summary>What of the next bytes, and of those before, is the guest's.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        if (IsGuest) return bytes;
        foreach (byte next in bytes)
        {
            if (IsPanic) return [];
            _held.Add(next);
            if (IsGuest) continue;
            // A report begins on a line of its own, after line ends if need be.
            if (next == PanicText.FirstWord[_matched]) _matched++;
            else if (_matched > 0 || next is not ((byte)'\r' or (byte)'\n')) IsGuest = true;
        }

        return IsGuest ? _held.ToArray() : [];
    }
}
