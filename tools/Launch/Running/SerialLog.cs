using System;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>A serial port's output: its end in memory, all of it in a file where one is wanted.</summary>
internal sealed class SerialLog : IDisposable
{
    private const int KeptCharacters = 64 << 10;
    private readonly StringBuilder _tail = new();
    private readonly LogFile? _file;

    /// <param name="path">The file, or null for none.</param>
    public SerialLog(string? path) => _file = path is null ? null : new LogFile(path);

    /// <summary>The end of the output.</summary>
    public string Tail
    {
        get
        {
            lock (_tail) return _tail.ToString();
        }
    }

    /// <summary>Why the file is not complete; null if it is, or there is none.</summary>
    public string? Problem => _file?.Problem;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _file?.Write(bytes);
        lock (_tail)
        {
            _tail.Append(Encoding.Latin1.GetString(bytes));
            if (_tail.Length > 2 * KeptCharacters) _tail.Remove(0, _tail.Length - KeptCharacters);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
