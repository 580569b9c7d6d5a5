using System;
using System.Collections.Generic;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>
/// Collects a node's panic report, which may come twice: line by line over the network, and on the node's serial port, which alone works before there is a network.
/// The way that speaks first is believed.
/// </summary>
internal sealed class PanicText
{
    /// <summary>What a report begins with.</summary>
    public const string FirstWord = "PANIC ";

    private const int MaximumLines = 200;
    private readonly object _gate = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _serialLine = new();
    private bool? _fromSerial;

    /// <summary>The report so far; null if there was no panic.</summary>
    public string? Text
    {
        get
        {
            lock (_gate) return _lines.Count == 0 ? null : string.Join('\n', _lines);
        }
    }

    /// <summary>Takes a line that came over the network.</summary>
    public void AddReported(string line)
    {
        lock (_gate) Add(line, fromSerial: false);
    }

    /// <summary>Takes what came from the serial port, where a report begins with a line of its own.</summary>
    public void AddSerial(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (byte next in bytes)
            {
                if (next is (byte)'\n' or (byte)'\r') EndSerialLine();
                else if (_serialLine.Length < 1024) _serialLine.Append((char)next);
            }
        }
    }

    private void EndSerialLine()
    {
        string line = _serialLine.ToString();
        _serialLine.Clear();
        if (line.Length == 0) return;
        if (_fromSerial == true || line.StartsWith(FirstWord, StringComparison.Ordinal)) Add(line, fromSerial: true);
    }

    private void Add(string line, bool fromSerial)
    {
        _fromSerial ??= fromSerial;
        if (_fromSerial == fromSerial && _lines.Count < MaximumLines) _lines.Add(line);
    }
}
