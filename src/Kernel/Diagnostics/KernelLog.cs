using System;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// The hypervisor's log. Lines go to the sink; until it is ready the last <see cref="EarlyLines"/> wait in memory, so that nothing of early boot is lost and nothing ever touches the guest's console.
/// </summary>
/// <param name="sink">Where lines go.</param>
/// <param name="options">Which levels are wanted.</param>
/// <param name="counter">Stamps lines.</param>
/// <param name="order">The lock order.</param>
public sealed class KernelLog(ILogSink sink, BootOptions options, ICounter counter, ILockOrder order) : ILog
{
    /// <summary>How many lines wait for the sink at most; older ones are dropped and counted.</summary>
    public const int EarlyLines = 64;

    private readonly SpinLock _lock = new(LockRank.Log, order);
    private readonly Line[] _early = new Line[EarlyLines];
    private uint _earlyCount;

    /// <inheritdoc/>
    public void Write(LogLevel level, ref TextBuilder line)
    {
        if (level > options.LogLevel) return;
        _lock.Acquire();
        if (sink.IsReady)
        {
            FlushEarly();
            sink.Write(level, order.Processor.Current, counter.Now, line.Text);
        }
        else
        {
            _early[_earlyCount++ % EarlyLines].Set(level, order.Processor.Current, counter.Now, line.Text);
        }
        _lock.Release();
    }

    /// <summary>Hands each line that still waits for the sink to <paramref name="output"/>: for a panic before there was a sink. Takes no lock.</summary>
    public void DumpEarly(ref PanicOutput output)
    {
        for (uint i = FirstEarly; i < _earlyCount; i++) output.WriteLine(_early[i % EarlyLines].Text);
    }

    private uint FirstEarly => _earlyCount > EarlyLines ? _earlyCount - EarlyLines : 0;

    private void FlushEarly()
    {
        for (uint i = FirstEarly; i < _earlyCount; i++)
        {
            ref Line line = ref _early[i % EarlyLines];
            sink.Write(line.Level, line.Cpu, line.Time, line.Text);
        }
        _earlyCount = 0;
    }

    private struct Line
    {
        private Characters _text;
        private int _length;

        public LogLevel Level { get; private set; }

        public CpuIndex Cpu { get; private set; }

        public Cycles Time { get; private set; }

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public readonly ReadOnlySpan<char> Text => ((ReadOnlySpan<char>)_text)[.._length];

        public void Set(LogLevel level, CpuIndex cpu, Cycles time, ReadOnlySpan<char> text)
        {
            Level = level;
            Cpu = cpu;
            Time = time;
            _length = text.Length;
            text.CopyTo(_text);
        }
    }

    [InlineArray(TextBuilder.Capacity)]
    private struct Characters
    {
        private char _first;
    }
}
