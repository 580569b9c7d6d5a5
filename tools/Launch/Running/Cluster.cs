using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Systems;
using Pilevisor.Launch.Traces;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Running;

/// <summary>A running cluster: its machines, its switch, its guest's console. Made by <see cref="ClusterLauncher"/>; disposing of it stops and removes everything.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan _endGrace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _panicGrace = TimeSpan.FromSeconds(1);
    private readonly object _gate = new();
    private readonly RunDirectory _directory;
    private readonly ClusterObserver _observer;
    private readonly GuestSession _guest;
    private readonly Symbolizer? _symbolizer;
    private readonly TaskCompletionSource _panicked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _sinceLastStart = new();
    private readonly NodeReports _reports;
    private readonly ClusterRecorder? _recorder;
    private readonly EthernetSwitch? _switch;
    private readonly FrameCapture? _capture;
    private readonly Func<NodeAddition, QemuMachine> _newcomer;
    private readonly List<ClusterEvent> _events = [];
    private readonly TaskCompletionSource _oneEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LeaveRequests? _leaving;
    private readonly MachineEndingNews? _news;
    private readonly ClusterWatch? _watch;
    private Task _additions = Task.CompletedTask;
    private WakefulHost? _host;
    private string? _hostFailure;

    internal Cluster(ClusterPlan plan, RunDirectory directory, ClusterObserver observer)
    {
        (Configuration, Board, _directory, _observer) = (plan.Configuration, plan.Machines[0].Board, directory, observer);
        _guest = new GuestSession(plan.Token, mayPanic: !plan.Configuration.Plain, observer, () => _sinceLastStart.Elapsed);
        _symbolizer = plan.Image is null ? null : new Symbolizer(plan.Image.Elf);
        string? log = plan.Configuration.LogDirectory;
        if (log is not null) Directory.CreateDirectory(log);
        _newcomer = plan.Newcomer;
        Nodes = plan.Machines.Select((machine, i) => new ClusterNode(i, machine.SerialSocket, log) { InstructionLog = machine.InstructionLog }).ToArray();
        Protocol = plan.Vocabulary.Protocol;
        MessageNames = new MessageNames(plan.Vocabulary);
        if (plan.Configuration.RecordFile is { } trace) _recorder = new ClusterRecorder(trace, plan.Configuration.Variant, Protocol, plan.Vocabulary.PageBytes, Nodes.Count);
        _reports = new NodeReports(Nodes, plan.Key, _recorder?.Collector, observer, Note);
        if (plan.Configuration.Plain) return;
        _capture = plan.Configuration.CaptureFile is { } capture ? Capture(capture, plan.Machines.Count) : null;
        _switch = new EthernetSwitch(directory.Path, plan.Machines.Count, plan.Configuration.Network, Receive, _capture is null ? null : _capture.Add);
        _switch.Start();
        HostRequestWriter requests = new(plan.Key);
        _leaving = new LeaveRequests(_switch, _reports, requests, _ending.Task);
        _watch = new ClusterWatch(_switch, _reports, requests, Nodes, plan.Configuration.EffectiveCacheBytes, _ending.Task);
        _news = new MachineEndingNews(_switch, _reports, requests, Nodes[0]);
    }

    /// <summary>What was asked for.</summary>
    public ClusterConfiguration Configuration { get; }

    /// <summary>What its machines are.</summary>
    public QemuBoard Board { get; }

    /// <summary>Its machines, by number, those included that may join later.</summary>
    public IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>The file by which ssh gets into the guest, `ssh -F FILE guest`, once its server is up; null if that was not asked for.</summary>
    public string? SshConfiguration => Configuration.HasSsh ? SshAccess.ConfigurationIn(_directory) : null;

    private bool HasConsoleSize => Configuration is { Terminal: not null, HasOurInit: true, Command: null };

    /// <summary>What the guest has written.</summary>
    public GuestConsole Console => _guest.Console;

    /// <summary>Whether the host's CPUs are kept from sleeping while the machines run: what times were measured with.</summary>
    public bool KeepsHostAwake => _host is { IsKept: true };

    /// <summary>Completes when the guest's user space is up, with the time since the last node was started; never if there is no such moment.</summary>
    public Task<TimeSpan> Ready => _guest.Ready;

    /// <summary>Completes when the guest's console is there to be typed on: its user space is up, or for a guest that does not tell, it has written something. Never if that does not come to pass.</summary>
    public Task ConsoleOpen => Configuration.HasOurInit ? Ready : _guest.Spoken;

    /// <summary>Completes when the cluster has ended, one way or another, and all its processes with it.</summary>
    public Task<ClusterEnd> Ended { get; private set; } = Task.FromResult(new ClusterEnd(ClusterEndReason.Stopped));

    /// <summary>The exit status of the guest's command, once it has ended.</summary>
    public int? CommandStatus => _guest.CommandStatus;

    /// <summary>What each node counted, once the cluster has ended as the guest asked.</summary>
    public IReadOnlyDictionary<int, NodeCounts> Counts => _reports.Counts;

    /// <summary>Whether the counters of every node have arrived.</summary>
    public bool HasAllCounts => _reports.HasAllCounts;

    /// <summary>How much of the guest's time went into waiting for pages, and for which; null if not every node has reported.</summary>
    public PageWaitSummary? PageWaits => HasAllCounts && _reports.GuestTime is { } time
        ? PageWaitSummary.Of(Counts.OrderBy(node => node.Key).Select(node => node.Value).ToArray(), Configuration.CpusPerNode, time)
        : null;

    /// <summary>The image's coherence protocol; null if there is none, or it is not known.</summary>
    public string? Protocol { get; }

    /// <summary>The names of the messages that are counted.</summary>
    public MessageNames MessageNames { get; }

    /// <summary>Raised for each of <see cref="Events"/>, as it happens.</summary>
    public event Action<ClusterEvent>? Changed;

    /// <summary>The first place that nobody has taken, or whose machine has left; null if there is none.</summary>
    public int? FreePlace => Nodes.Skip(Configuration.Nodes).FirstOrDefault(node => !node.IsStarted)?.Index;

    /// <summary>What changed which nodes there are, in order.</summary>
    public IReadOnlyList<ClusterEvent> Events
    {
        get
        {
            lock (_gate) return _events.ToArray();
        }
    }

    /// <summary>What became of the recording, once the cluster has ended; null if there was to be none.</summary>
    public Recording? Recording { get; private set; }

    /// <summary>Why logs that were wanted are not complete.</summary>
    public IEnumerable<string> LogProblems => Nodes.Select(node => node.LogProblem).Append(_capture?.Problem).OfType<string>();

    /// <summary>How many frames were captured; null if none were to be.</summary>
    public long? CapturedFrames => _capture?.Frames;

    /// <summary>What went through the switch's port of a node.</summary>
    public PortCounts? NetworkCounts(int node) => _switch?.Counts(node);

    /// <summary>Types on the guest's console. It waits as long as the guest does not read.</summary>
    public Task WriteConsoleAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        Nodes[0].Serial.WriteAsync(HasConsoleSize ? ConsoleEscape.Typed(bytes.Span) : bytes, cancellation);

    /// <summary>The terminal that the guest's console is on has another size now. Nothing happens in a guest that was not told a size at first.</summary>
    public Task ResizeConsoleAsync(TerminalSize size, CancellationToken cancellation) =>
        HasConsoleSize ? Nodes[0].Serial.WriteAsync(ConsoleEscape.Resized(size), cancellation) : Task.CompletedTask;

    /// <summary>Types a text on the guest's console.</summary>
    public Task WriteConsoleAsync(string text, CancellationToken cancellation) => WriteConsoleAsync(Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Waits for the end.</summary>
    /// <exception cref="LaunchException">If the configuration's time is up; the message says how far everything got.</exception>
    public async Task<ClusterEnd> WaitForEndAsync(CancellationToken cancellation)
    {
        TimeSpan limit = Configuration.Timeout ?? Timeout.InfiniteTimeSpan;
        try
        {
            return await Ended.WaitAsync(limit, cancellation);
        }
        catch (TimeoutException)
        {
            string progress = Progress();
            await StopAsync();
            throw new LaunchException(ExitStatus.TimedOut, $"not at its end after {limit.TotalSeconds:0} s\n{progress}");
        }
    }

    /// <summary>How far everything got, for a message.</summary>
    public string Progress()
    {
        StringBuilder text = new();
        if (!Configuration.Plain)
        {
            foreach (ClusterNode node in Nodes.Where(n => n.IsStarted)) text.AppendLine($"node {node.Index}: {node.Step}{string.Concat(node.LogTail.TakeLast(5).Select(line => "\n    " + line))}");
            foreach (ClusterNode node in Nodes.Skip(1).Where(n => n.SerialTail.Length > 0)) text.AppendLine($"node {node.Index}'s serial port:\n{node.SerialTail.TrimEnd()}");
        }

        string guest = _guest.Ready.IsCompleted ? $"user space was up after {_guest.Ready.Result.TotalSeconds:0.0} s" : _guest.Spoken.IsCompleted ? "has not reached user space" : "has written nothing";
        text.Append($"guest: {guest}");
        if (_guest.Spoken.IsCompleted) text.Append($"; its last lines:\n{Console.Tail(10)}");
        return text.ToString();
    }

    /// <summary>
    /// From now on QEMU logs every instruction of each node's hypervisor in <see cref="ClusterNode.InstructionLog"/>. The machines are slower by orders of magnitude.
    /// </summary>
    /// <exception cref="InvalidOperationException">If the configuration does not say <see cref="ClusterConfiguration.LogsInstructions"/>.</exception>
    public async Task LogInstructionsAsync(CancellationToken cancellation)
    {
        foreach (ClusterNode node in Nodes)
        {
            InstructionLog log = node.InstructionLog ?? throw new InvalidOperationException("the cluster was started without LogsInstructions");
            using QemuMonitor monitor = await QemuMonitor.ConnectAsync(log.MonitorSocket, cancellation);
            // One instruction a translation block, and no jumps from one to the next: each is logged.
            await monitor.RunAsync("singlestep on", cancellation);
            await monitor.RunAsync("log exec,nochain", cancellation);
        }
    }

    /// <summary>Starts a machine that is to join. The guest goes on meanwhile.</summary>
    /// <param name="addition">The machine, as <see cref="ConfigurationCheck"/> takes it, now.</param>
    /// <exception cref="LaunchException">If QEMU cannot be run.</exception>
    public async Task AddAsync(NodeAddition addition)
    {
        lock (_gate)
        {
            if (Nodes[addition.Node].HasLeft)
            {
                Nodes[addition.Node].Renew();
                _reports.Forget(addition.Node);
            }

            Note("added", addition.Node);
            _observer.NodeAdded(addition.Node);
        }

        await StartAsync(addition.Node, _newcomer(addition));
    }

    /// <summary>Has a machine leave, and waits until it has ended. The guest goes on meanwhile. One at a time.</summary>
    /// <param name="machine">Any number.</param>
    /// <param name="cancellation">Stops waiting; the machine may leave all the same.</param>
    /// <returns>Why it stays; null if it has left.</returns>
    public async Task<string?> RemoveAsync(int machine, CancellationToken cancellation)
    {
        if (machine < 0 || machine >= Nodes.Count || !Nodes[machine].IsStarted || _leaving is null) return $"node {machine} is not there";
        if (await _leaving.AskAsync(Nodes[machine], cancellation) is not { } problem) return null;
        lock (_gate)
        {
            Note("stays", machine);
            _observer.NodeStays(machine, problem);
        }

        return problem;
    }

    /// <summary>What it does, once a second from now on until it ends; nothing of a machine without a hypervisor.</summary>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<ClusterSample> WatchAsync(CancellationToken cancellation) => _watch?.WatchAsync(cancellation) ?? AsyncEnumerable.Empty<ClusterSample>();

    /// <summary>What every node has counted by now. Not while somebody watches.</summary>
    /// <param name="limit">How long the nodes have to answer.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Each node's, by the machine's number; nothing of a machine without a hypervisor.</returns>
    /// <exception cref="LaunchException">If one has not answered by then.</exception>
    public async Task<IReadOnlyDictionary<int, NodeReading>> ReadAsync(TimeSpan limit, CancellationToken cancellation) =>
        _watch is null ? new Dictionary<int, NodeReading>() : await _watch.ReadAsync(limit, cancellation);

    /// <summary>How the machine of a node that was to join ended.</summary>
    public static string LossOf(ClusterNode node) => node.Panic.Text is { } panic ? $"panicked: {panic.Split('\n')[0]}" : node.Process!.EndText;

    /// <summary>Ends all machines at once.</summary>
    public async Task StopAsync()
    {
        _stopping.TrySetResult();
        await Ended;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        // One that failed to start leaves those before it.
        foreach (QemuProcess machine in Nodes.Select(n => n.Process).OfType<QemuProcess>()) await machine.KillAsync();
        // Whoever notices the end of a machine looks at the switch.
        await Task.WhenAll(Nodes.Select(n => n.Ended));
        foreach (ClusterNode node in Nodes) node.Dispose();
        _leaving?.Dispose();
        _switch?.Dispose();
        _capture?.Dispose();
        _recorder?.Dispose();
        _host?.Dispose();
        _directory.Dispose();
    }

    internal async Task StartAsync(ClusterPlan plan)
    {
        // A command ends some day. A console may be left open for hours, at the cost of every host CPU's idle time.
        if (plan.Configuration.Command is not null) _host = new WakefulHost();
        _recorder?.Begin();
        _observer.Starting(plan.StartOrder.Count);
        foreach (int node in plan.StartOrder)
        {
            Nodes[node].IsInCluster = true;
            await StartAsync(node, plan.Machines[node]);
        }

        _sinceLastStart.Start();
        _additions = Task.WhenAll([.. plan.Configuration.Additions.Select(AddInTimeAsync), .. plan.Configuration.Departures.Select(RemoveInTimeAsync), .. plan.Configuration.Pauses.Select(PauseInTimeAsync), .. plan.Configuration.Kills.Select(KillInTimeAsync)]);
        Ended = SuperviseAsync();
    }

    private static FrameCapture Capture(string path, int ports)
    {
        try
        {
            return new FrameCapture(path, ports);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.InputOutput, $"the capture {path} cannot be written: {e.Message}", e);
        }
    }

    private async Task StartAsync(int node, QemuMachine configuration)
    {
        QemuProcess machine = await QemuProcess.StartAsync(configuration, Nodes[node].Serial, bytes => Receive(Nodes[node], bytes.Span));
        Nodes[node].Process = machine;
        Nodes[node].Ended = NoticeEndAsync(Nodes[node], machine);
    }

    private async Task AddInTimeAsync(NodeAddition addition)
    {
        if (await IsTimeAsync(addition.After)) await AddAsync(addition);
    }

    private async Task RemoveInTimeAsync(NodeDeparture departure)
    {
        if (await IsTimeAsync(departure.After)) await RemoveAsync(departure.Node, CancellationToken.None);
    }

    // It goes on whatever comes first: one that stands still cannot end.
    private async Task PauseInTimeAsync(NodePause pause)
    {
        if (!await IsTimeAsync(pause.After) || Nodes[pause.Node].Process is not { } machine || machine.Ended.IsCompleted) return;
        HostSignals.Send(machine.Id, HostSignals.Stop);
        Tell("paused", pause.Node);
        await Task.WhenAny(Task.Delay(pause.Length), _ending.Task, machine.Ended);
        HostSignals.Send(machine.Id, HostSignals.Continue);
        Tell("resumed", pause.Node);
    }

    private async Task KillInTimeAsync(NodeKill kill)
    {
        if (!await IsTimeAsync(kill.After) || Nodes[kill.Node].Process is not { } machine || machine.Ended.IsCompleted) return;
        Tell("killed", kill.Node);
        await machine.KillAsync();
    }

    private void Tell(string what, int node)
    {
        lock (_gate)
        {
            Note(what, node);
            _observer.NodeDisturbed(node, what);
        }
    }

    // The time is what was asked for, unless the end comes first.
    private async Task<bool> IsTimeAsync(TimeSpan after)
    {
        await Task.WhenAny(Ready, _ending.Task);
        await Task.WhenAny(Task.Delay(after), _ending.Task);
        return !_ending.Task.IsCompleted;
    }

    private void Note(string what, int node)
    {
        lock (_gate)
        {
            if (_events.Where(e => e.Node == node).Reverse().TakeWhile(e => e.Event != "added" || what == "added").Any(e => e.Event == what && what is not ("added" or "stays" or "paused" or "resumed"))) return;
            ClusterEvent happened = new(_sinceLastStart.Elapsed.TotalSeconds, what, node);
            _events.Add(happened);
            Changed?.Invoke(happened);
        }
    }

    private void Receive(ClusterNode node, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            node.SerialLog.Add(bytes);
            if (!Board.PowersOff && node.SerialTail.Contains(IPowerControl.CannotPowerOff, StringComparison.Ordinal)) node.Process?.PowerOff();
            try
            {
                if (node.Index == 0) _guest.Receive(bytes);
            }
            catch (LaunchException e)
            {
                // The guest's words are lost from here on: it must not be taken for one that was heard.
                _hostFailure ??= e.Message;
                _failed.TrySetResult();
            }

            // What the leader's serial port says once the guest is there is the guest's.
            if (Configuration.Plain || (node.Index == 0 && ConsoleOpen.IsCompleted)) return;
            node.Panic.AddSerial(bytes);
            NoticePanic(node);
        }
    }

    // One that is not there yet stops nobody.
    private void NoticePanic(ClusterNode node)
    {
        if (node.Panic.Text is not null && node.IsInCluster) _panicked.TrySetResult();
    }

    private void Receive(int port, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            _reports.Receive(port, frame);
            NoticePanic(Nodes[port]);
        }
    }

    private async Task<ClusterEnd> SuperviseAsync()
    {
        await Task.WhenAny(_oneEnded.Task, _failed.Task, _panicked.Task, _stopping.Task);
        _ending.TrySetResult();
        await _additions;
        Task all = Task.WhenAll(Nodes.Where(n => n.IsInCluster).Select(n => n.Process!.Ended));
        // A panic's report takes a moment to be complete; an end takes a moment to reach all; of a machine that failed nothing more is to be expected.
        if (!_stopping.Task.IsCompleted)
            await Task.WhenAny(all, _failed.Task, _stopping.Task, _panicked.Task.IsCompleted ? Task.Delay(_panicGrace) : Task.WhenAny(_panicked.Task, Task.Delay(_endGrace)));
        int[] late = Nodes.Where(n => n.IsInCluster && !n.Process!.Ended.IsCompleted).Select(n => n.Index).ToArray();
        foreach (QemuProcess machine in Nodes.Select(n => n.Process).OfType<QemuProcess>()) await machine.KillAsync();
        ClusterEnd end = await JudgeAsync(late);
        Recording = _recorder?.Finish(end, HasAllCounts ? Counts : null, MessageNames);
        return end;
    }

    private async Task NoticeEndAsync(ClusterNode node, QemuProcess machine)
    {
        await machine.Ended;
        // What it said last may still be on its way here.
        if (node.IsInCluster) _switch?.Drain();
        bool isExpected = (node.IsLeaving || node.IsToLeave) && !machine.HasFailed;
        bool isMissed = node.Index == 0 || _news is null || node.Number is null || !_reports.HasStarted || _ending.Task.IsCompleted || !await _news.TellAsync(node, isExpected);
        if (!isMissed && node.IsInCluster)
        {
            lock (_gate)
            {
                (node.HasLeft, node.IsInCluster) = (true, false);
                Note(isExpected ? "left" : "died", node.Index);
                if (isExpected) _observer.NodeLeft(node.Index, node.GoneOnWithout.Result);
                else _observer.NodeDied(node.Index, LossOf(node));
            }

            return;
        }

        if (!node.IsInCluster)
        {
            NoticeLoss(node);
            return;
        }

        if (machine.HasFailed) _failed.TrySetResult();
        _oneEnded.TrySetResult();
    }

    // A machine that was to join and has not: the guest goes on.
    private void NoticeLoss(ClusterNode node)
    {
        if (_ending.Task.IsCompleted) return;
        lock (_gate)
        {
            Note("lost", node.Index);
            _observer.NodeLost(node.Index, LossOf(node));
        }
    }

    private async Task<ClusterEnd> JudgeAsync(int[] late)
    {
        // The last frames of a machine, its counters among them, may still be on their way here.
        _switch?.Drain();
        string[] panics = await Task.WhenAll(Nodes.Where(n => n.Panic.Text is not null && n.IsInCluster).Select(PanicAsync));
        if (panics.Length > 0) return new ClusterEnd(ClusterEndReason.Panicked, string.Join('\n', panics));
        if (_hostFailure is not null) return new ClusterEnd(ClusterEndReason.HostFailed, _hostFailure);
        if (_stopping.Task.IsCompleted) return new ClusterEnd(ClusterEndReason.Stopped);
        if (_reports?.Loss is { } loss) return new ClusterEnd(ClusterEndReason.NodeLost, loss);
        if (Nodes.FirstOrDefault(n => n.IsInCluster && !late.Contains(n.Index) && n.Process!.HasFailed) is { } failed)
        {
            string errors = string.Join('\n', failed.Process!.Errors.Append(failed.Index == 0 ? string.Empty : failed.SerialTail.TrimEnd()));
            return new ClusterEnd(ClusterEndReason.MachineFailed, $"node {failed.Index}'s QEMU (process {failed.Process!.Id}) {failed.Process!.EndText}\n{errors}".TrimEnd());
        }

        return late.Length == 0
            ? new ClusterEnd(ClusterEndReason.PoweredOff)
            : new ClusterEnd(ClusterEndReason.MachineFailed, $"node {string.Join(", ", late)} still ran {_endGrace.TotalSeconds:0} s after another had ended\n{Progress()}");
    }

    private async Task<string> PanicAsync(ClusterNode node)
    {
        string report = node.Panic.Text!;
        if (_symbolizer is not null) report = await _symbolizer.SymbolizeAsync(report, CancellationToken.None);
        lock (_gate) _observer.NodePanicked(node.Index, report);
        return $"node {node.Index} panicked:\n{report}";
    }
}
