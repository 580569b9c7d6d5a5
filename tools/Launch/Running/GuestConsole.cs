using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Running;

/// <summary>What the guest has written so far, for those who wait for some of it. Keeps the last mebibyte.</summary>
public sealed class GuestConsole
{
    private const int KeptCharacters = 1 << 20;
    private readonly object _gate = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything kept, byte for byte as Latin-1.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    /// <summary>The last lines.</summary>
    public string Tail(int lines)
    {
        string[] all = Text.TrimEnd().Split('\n');
        return string.Join('\n', all[Math.Max(0, all.Length - lines)..]);
    }

    /// <summary>Waits until the guest has written a text.</summary>
    /// <exception cref="LaunchException">If it has not after <paramref name="limit"/>; the message names what was waited for and shows what came instead.</exception>
    public async Task WaitForAsync(string text, TimeSpan limit, CancellationToken cancellation)
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal)) return;
                grown = _grown.Task;
            }

            try
            {
                await grown.WaitAsync(timer.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new LaunchException(ExitStatus.TimedOut, $"waited {limit.TotalSeconds:0} s for \"{text}\" on the guest's console; its last lines:\n{Tail(20)}");
            }
        }
    }

    /// <summary>Adds what the guest wrote.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _text.Append(Encoding.Latin1.GetString(bytes));
            if (_text.Length > 2 * KeptCharacters) _text.Remove(0, _text.Length - KeptCharacters);
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        grown.SetResult();
    }
}
