using System;
using System.Collections.Generic;

namespace Pilevisor.Cli.Presentation;

/// <summary>What is typed, on its way to the guest: Ctrl-A x quits, Ctrl-A Ctrl-A (or Ctrl-A a) types one Ctrl-A, as in QEMU.</summary>
internal sealed class KeyboardFilter
{
    private const byte ControlA = 1;
    private bool _escaped;

    /// <summary>Whether the user wants to leave.</summary>
    public bool Quit { get; private set; }

    /// <summary>What of <paramref name="typed"/> is for the guest.</summary>
    public byte[] Take(ReadOnlySpan<byte> typed)
    {
        List<byte> forGuest = [];
        foreach (byte key in typed)
        {
            if (Quit) break;
            if (!_escaped)
            {
                _escaped = key == ControlA;
                if (!_escaped) forGuest.Add(key);
                continue;
            }

            _escaped = false;
            if (key is (byte)'x' or (byte)'X') Quit = true;
            else if (key is ControlA or (byte)'a') forGuest.Add(ControlA);
        }

        return [.. forGuest];
    }
}
