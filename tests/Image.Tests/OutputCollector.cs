using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Pilevisor.Launch.Running;

namespace Pilevisor.Image.Tests;

/// <summary>Keeps what a guest's command wrote.</summary>
internal sealed class OutputCollector : ClusterObserver
{
    private readonly object _gate = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _hasLines = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _awaited = int.MaxValue;

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    /// <summary>Completes when it has written so many lines. For one number of lines only.</summary>
    public Task LinesAsync(int lines)
    {
        lock (_gate) _awaited = lines;
        Look();
        return _hasLines.Task;
    }

    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) _text.Append(Encoding.UTF8.GetString(bytes));
        Look();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_awaited != int.MaxValue && _text.ToString().Count(c => c == '\n') >= _awaited) _hasLines.TrySetResult();
        }
    }
}
