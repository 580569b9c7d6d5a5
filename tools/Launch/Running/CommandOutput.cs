using System;
using System.Text;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Running;

/// <summary>Keeps what the guest's command writes.</summary>
/// <param name="awaited">What it writes when it has come to where somebody waits for it; null if nobody does.</param>
public sealed class CommandOutput(string? awaited = null) : ClusterObserver
{
    private readonly object _gate = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All of it so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    /// <summary>Completes when it has written what is awaited.</summary>
    public Task Written => _written.Task;

    /// <inheritdoc/>
    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) _text.Append(Encoding.Latin1.GetString(bytes));
        if (awaited is not null && Text.Contains(awaited, StringComparison.Ordinal)) _written.TrySetResult();
    }
}
