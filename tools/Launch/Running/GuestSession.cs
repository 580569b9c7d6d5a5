using System;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Running;

/// <summary>Follows the guest by its console: when it is up, what its command wrote, how the command ended.</summary>
/// <param name="token">This run's token of the init script.</param>
/// <param name="mayPanic">Whether there is a hypervisor, whose panic could come instead of the guest's first words.</param>
/// <param name="observer">Told all of it.</param>
/// <param name="clock">Time since the last node was started.</param>
internal sealed class GuestSession(string token, bool mayPanic, ClusterObserver observer, Func<TimeSpan> clock)
{
    private readonly MarkerScanner _scanner = new(token);
    private readonly FirstWords _firstWords = new(mayPanic);
    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _inCommand;

    /// <summary>What the guest wrote, without our markers.</summary>
    public GuestConsole Console { get; } = new();

    /// <summary>When user space was up; never completes if it does not come up.</summary>
    public Task<TimeSpan> Ready => _ready.Task;

    /// <summary>When the guest had written anything at all; never completes if it writes nothing.</summary>
    public Task Spoken => _spoken.Task;

    /// <summary>The command's exit status, once it has ended.</summary>
    public int? CommandStatus { get; private set; }

    /// <summary>Takes what came from the serial port.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        _scanner.Scan(_firstWords.Take(bytes), Plain, Marker);
        if (_firstWords.IsGuest) _spoken.TrySetResult();
    }

    private void Plain(ReadOnlyMemory<byte> bytes)
    {
        Console.Add(bytes.Span);
        observer.ConsoleWritten(bytes.Span);
        if (_inCommand) observer.CommandWritten(bytes.Span);
    }

    private void Marker(GuestMarker marker)
    {
        switch (marker.Kind)
        {
            case GuestMarkerKind.Ready:
                if (_ready.Task.IsCompleted) break;
                // Who shows it is done with that before anybody goes on.
                TimeSpan now = clock();
                observer.GuestReady(now);
                _ready.SetResult(now);
                break;
            case GuestMarkerKind.CommandBegins:
                _inCommand = true;
                break;
            case GuestMarkerKind.CommandEnded:
                (_inCommand, CommandStatus) = (false, marker.Status);
                break;
        }
    }
}
