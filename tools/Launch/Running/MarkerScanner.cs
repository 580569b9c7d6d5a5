using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>
/// Finds the lines that samples/guests/init writes for the host among the guest's console output: a record separator, this run's token, a word. Everything else passes through
/// byte for byte, however it is cut into pieces.
/// </summary>
/// <param name="token">This run's token, so that nothing the guest prints by itself is taken for such a line.</param>
public sealed class MarkerScanner(string token)
{
    private const byte RecordSeparator = 0x1e;
    private const int MaximumWordBytes = 16;
    private readonly byte[] _start = [RecordSeparator, .. Encoding.ASCII.GetBytes(token + " ")];
    private readonly List<byte> _pending = [];

    /// <summary>Looks at the next bytes of the console.</summary>
    /// <param name="bytes">Any number of them.</param>
    /// <param name="plain">Given what is not a marker, in order.</param>
    /// <param name="marker">Given each marker, in its place in that order.</param>
    public void Scan(ReadOnlySpan<byte> bytes, Action<ReadOnlyMemory<byte>> plain, Action<GuestMarker> marker)
    {
        while (!bytes.IsEmpty)
        {
            if (_pending.Count == 0)
            {
                int start = bytes.IndexOf(RecordSeparator);
                if (start != 0) plain(bytes[..(start < 0 ? bytes.Length : start)].ToArray());
                if (start < 0) return;
                bytes = bytes[start..];
            }

            Take(bytes[0], plain, marker);
            bytes = bytes[1..];
        }
    }

    private void Take(byte next, Action<ReadOnlyMemory<byte>> plain, Action<GuestMarker> marker)
    {
        if (next == RecordSeparator && _pending.Count > 0) Release(plain);
        _pending.Add(next);
        bool inToken = _pending.Count <= _start.Length;
        if (inToken ? next != _start[_pending.Count - 1] : _pending.Count > _start.Length + MaximumWordBytes)
        {
            Release(plain);
            return;
        }

        if (inToken || next != (byte)'\n') return;
        if (Parse(Encoding.ASCII.GetString([.. _pending[_start.Length..]]).TrimEnd()) is { } found) marker(found);
        else plain(_pending.ToArray());
        _pending.Clear();
    }

    private void Release(Action<ReadOnlyMemory<byte>> plain)
    {
        plain(_pending.ToArray());
        _pending.Clear();
    }

    private static GuestMarker? Parse(string word) => word.Split(' ') switch
    {
        ["ready"] => new GuestMarker(GuestMarkerKind.Ready, 0),
        ["begin"] => new GuestMarker(GuestMarkerKind.CommandBegins, 0),
        ["end", string status] when int.TryParse(status, CultureInfo.InvariantCulture, out int value) => new GuestMarker(GuestMarkerKind.CommandEnded, value),
        _ => null,
    };
}
