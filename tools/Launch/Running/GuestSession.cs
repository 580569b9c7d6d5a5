using System;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Running;

/// <summary>Follows the guest by its console: when it is up, what its command wrote, how the command ended.</summary>
/// <param name="token">This run's token of the init script.</param>
/// <param name="observer">Told all of it.</param>
/// <param name="clock">Time since the last node was started.</param>
internal sealed class GuestSession(string token, ClusterObserver observer, Func<TimeSpan> clock)
{
    private readonly MarkerScanner _scanner = new(token);
    private readonly TaskCompletionSource<TimeSpan> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _inCommand;

    /// <summary>What the guest wrote, without our markers.</summary>
    public GuestConsole Console { get; } = new();

    /// <summary>When user space was up; never completes if it does not come up.</summary>
    public Task<TimeSpan> Ready => _ready.Task;

    /// <summary>Whether anything came from the console yet.</summary>
    public bool HasOutput { get; private set; }

    /// <summary>The command's exit status, once it has ended.</summary>
    public int? CommandStatus { get; private set; }

    /// <summary>Takes what came from the serial port.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        HasOutput = true;
        _scanner.Scan(bytes, Plain, Marker);
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
                TimeSpan now = clock();
                if (_ready.TrySetResult(now)) observer.GuestReady(now);
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
