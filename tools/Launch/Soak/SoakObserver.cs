using System;
using System.Text;
using System.Threading.Tasks;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Soak;

/// <summary>Keeps what a leg's guest writes, and knows when it has done all its steps.</summary>
internal sealed class SoakObserver : ClusterObserver
{
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    /// <summary>Completes when the guest has done its steps.</summary>
    public Task Done => _done.Task;

    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        lock (_text) _text.Append(Encoding.Latin1.GetString(bytes));
        if (Text.Contains(SoakLeg.Done, StringComparison.Ordinal)) _done.TrySetResult();
    }
}
