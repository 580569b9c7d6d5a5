using System;
using System.Text;
using System.Threading;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Scaling;

/// <summary>Reads what the guest says between one application and the next.</summary>
internal sealed class ScalingObserver : ClusterObserver
{
    /// <summary>What it writes when it waits for a line on its console: the counters are read meanwhile.</summary>
    public const string Ready = "scaling: ready";

    private readonly object _gate = new();
    private readonly StringBuilder _text = new();
    private readonly SemaphoreSlim _ready = new(0);
    private int _seen;

    /// <summary>All of it so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    /// <summary>Released whenever it waits.</summary>
    public SemaphoreSlim Waits => _ready;

    /// <inheritdoc/>
    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _text.Append(Encoding.Latin1.GetString(bytes));
            string text = _text.ToString();
            for (int at; (at = text.IndexOf(Ready, _seen, StringComparison.Ordinal)) >= 0; _ready.Release()) _seen = at + Ready.Length;
        }
    }
}
