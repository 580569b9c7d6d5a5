using System;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A log line on its way to the host.</summary>
internal struct HostLogLine
{
    private Characters _text;
    private int _length;

    public LogLevel Level { get; private set; }

    public CpuIndex Cpu { get; private set; }

    public Cycles Time { get; private set; }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_text)[.._length];

    public void Set(LogLevel level, CpuIndex cpu, Cycles time, ReadOnlySpan<char> text)
    {
        Level = level;
        Cpu = cpu;
        Time = time;
        _length = Math.Min(text.Length, TextBuilder.Capacity);
        for (int i = 0; i < _length; i++) _text[i] = (byte)text[i];
    }

    [InlineArray(TextBuilder.Capacity)]
    private struct Characters
    {
        private byte _first;
    }
}
