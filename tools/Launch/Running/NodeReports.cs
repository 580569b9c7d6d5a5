using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Launch.Running;

/// <summary>What the nodes' hypervisors tell the host over the network: log, bring-up, counters, panics, the end.</summary>
/// <param name="nodes">The nodes, by number.</param>
/// <param name="key">What they seal their frames with; null if they do not.</param>
/// <param name="recording">Where recordings go; null if there are none.</param>
/// <param name="observer">Told what is for users.</param>
/// <param name="note">Keeps what changed which nodes there are.</param>
internal sealed class NodeReports(IReadOnlyList<ClusterNode> nodes, ClusterKey? key, TraceCollector? recording, ClusterObserver observer, Action<string, int> note)
{
    // The system counter of QEMU's virt board ticks at 62.5 MHz.
    private const double TicksPerSecond = 62.5e6;
    private readonly FrameSeal? _seal = key is null ? null : new FrameSeal(key);
    private readonly FrameCodec _codec = new(new TableCrc32C());
    private readonly Dictionary<int, NodeCounts> _counts = [];
    private readonly Dictionary<int, int> _machines = [];
    private Cycles? _started;
    private readonly object _refusalGate = new();
    private TaskCompletionSource<string> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte _request;
    private Cycles _counted;

    /// <summary>Each node's counters; complete once <see cref="HasAllCounts"/>.</summary>
    public IReadOnlyDictionary<int, NodeCounts> Counts => _counts;

    /// <summary>Whether the leader said that it has sent all.</summary>
    public bool HasAllCounts { get; private set; }

    /// <summary>How long the guest has run until its counters were read, by the leader's clock; null if the leader did not say.</summary>
    public TimeSpan? GuestTime => _started is { } started && _counted > started ? TimeSpan.FromSeconds((_counted - started).Value / TicksPerSecond) : null;

    /// <summary>Why the cluster ends, once its leader has said so.</summary>
    public EndReason? End { get; private set; }

    /// <summary>What was lost with a node that has died, if that is why.</summary>
    public string? Loss { get; private set; }

    /// <summary>Frames that were no report.</summary>
    public long Unreadable { get; private set; }

    /// <summary>The leader; null as long as it has not been heard of.</summary>
    public RunLeader? Leader { get; private set; }

    /// <summary>Whether the guest runs, as its leader said.</summary>
    public bool HasStarted => _started is not null;

    /// <summary>Completes with what a node does instead of leaving, once the leader has said so in answer to a request of this number. The last one is waited for.</summary>
    public Task<string> RefusalOf(byte request)
    {
        lock (_refusalGate)
        {
            (_request, _refusal) = (request, new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
            return _refusal.Task;
        }
    }

    /// <summary>Another machine takes the place of one that has left: what that one counted is not the new one's.</summary>
    public void Forget(int machine) => _counts.Remove(machine);

    /// <summary>What they say while the guest runs.</summary>
    internal LiveReports Live { get; } = new(nodes.Count);

    /// <summary>Takes a frame.</summary>
    /// <param name="port">The node that sent it.</param>
    /// <param name="bytes">From the destination address on.</param>
    public void Receive(int port, ReadOnlySpan<byte> bytes)
    {
        if (!TryOpen(ref bytes, out bool isRepeated) || !HostFrame.TryDecode(_codec, bytes, out HostFrame frame))
        {
            if (isRepeated) return;
            if (Unreadable++ == 0) observer.LogWritten(port, LogLevel.Warning, $"node {port} sent the host a frame of {bytes.Length} bytes that cannot be read: it was damaged on its way, or made by another version; more of them are only counted");
            return;
        }

        ClusterNode node = nodes[port];
        LearnNumber(port, in frame);
        if (port == 0 && frame.Epoch != 0) Leader ??= new RunLeader(frame.Sender, frame.Epoch);
        switch (frame.Kind)
        {
            case HostKind.Log:
                Log(node, in frame);
                break;
            case HostKind.Progress:
                node.Step = Words(frame.Step);
                node.IsInCluster |= frame.Step == BringUpStep.Started;
                if (frame.Step == BringUpStep.Started && port == 0) _started = frame.Time;
                observer.NodeProgressed(port, node.Step);
                break;
            case HostKind.PanicLine:
                node.Panic.AddReported(Encoding.ASCII.GetString(frame.Text));
                break;
            case HostKind.Counters when frame.IsLive:
                Live.Take(port, in frame);
                break;
            case HostKind.Counters:
                Count(in frame);
                break;
            case HostKind.CountersEnd:
                HasAllCounts = _counts.Keys.Count(machine => nodes[machine].IsInCluster) == frame.NodeCount;
                break;
            case HostKind.Trace:
                recording?.Take(in frame);
                break;
            case HostKind.Joined:
                // Whether or not it has said so itself.
                nodes[MachineOf(frame.Node)].Number = frame.Node.Value;
                nodes[MachineOf(frame.Node)].IsInCluster = true;
                note("joined", MachineOf(frame.Node));
                observer.NodeJoined(MachineOf(frame.Node), frame.NodeCount);
                break;
            case HostKind.Status:
                node.Status = frame.Status;
                Live.Take(port, frame.Status);
                if (port != 0 && node.Status is { } status && status.Vcpus == status.Cpus && node.PluggedBytes > 0) note("running", port);
                break;
            case HostKind.Plugged:
                Plug(nodes[MachineOf(frame.Node)], frame.Plugged);
                break;
            case HostKind.Leaving:
                node.IsLeaving = true;
                note("leaving", port);
                observer.NodeLeaving(port);
                break;
            case HostKind.Left:
                MacAddress machine = frame.Machine;
                nodes.FirstOrDefault(node => QemuNic.AddressOf(node.Index).Value == machine.Value)?.GoOnWithout(frame.NodeCount);
                break;
            case HostKind.Removal:
                TakeRefusal(in frame);
                break;
            case HostKind.Ended:
                End = frame.Reason;
                if (frame.Reason == EndReason.NodeLost) Loss = Encoding.ASCII.GetString(frame.Text);
                break;
        }
    }

    // A machine that joins takes the first place that is free then: which, it says with all that it tells of itself once it knows.
    private void LearnNumber(int port, in HostFrame frame)
    {
        if (frame.Kind is not (HostKind.Progress or HostKind.Status) || frame.Node.Value >= nodes.Count) return;
        _machines[frame.Node.Value] = port;
        nodes[port].Number = frame.Node.Value;
    }

    private int MachineOf(NodeId node) => _machines.GetValueOrDefault(node.Value, node.Value);

    private void Plug(ClusterNode node, PluggedMemory memory)
    {
        node.PluggedBytes = (long)memory.PluggedBytes;
        if (memory.PluggedBytes == memory.RequestedBytes) note("plugged", node.Index);
        observer.MemoryPlugged(node.Index, (long)memory.PluggedBytes, (long)memory.RequestedBytes);
    }

    private void TakeRefusal(in HostFrame frame)
    {
        lock (_refusalGate)
        {
            if (frame.Request == _request && !frame.Text.IsEmpty) _refusal.TrySetResult(Encoding.ASCII.GetString(frame.Text));
        }
    }

    private bool TryOpen(ref ReadOnlySpan<byte> bytes, out bool isRepeated)
    {
        isRepeated = false;
        if (_seal is null) return true;
        byte[] frame = bytes.ToArray();
        FrameOpening opening = _seal.Open(frame, default);
        isRepeated = opening == FrameOpening.Repeated;
        if (opening != FrameOpening.Opened) return false;
        bytes = frame.AsSpan(FrameSeal.OverheadBytes);
        return true;
    }

    private void Log(ClusterNode node, in HostFrame frame)
    {
        string line = $"[{frame.Time.Value / TicksPerSecond,12:0.000000}] node {node.Index} cpu {frame.Cpu.Value} {Words(frame.Level)}: {Encoding.ASCII.GetString(frame.Text)}";
        node.Log(line);
        observer.LogWritten(node.Index, frame.Level, line);
    }

    private void Count(in HostFrame frame)
    {
        int machine = MachineOf(frame.Node);
        if (!_counts.TryGetValue(machine, out NodeCounts? counts)) _counts.Add(machine, counts = new NodeCounts());
        counts.Take(frame.Counters);
        if (frame.Node.Value == 0) _counted = frame.Time;
    }

    private static string Words(BringUpStep step) => step switch
    {
        BringUpStep.Discovering => "looking for the others",
        BringUpStep.Offered => "found",
        BringUpStep.Described => "knows the cluster",
        BringUpStep.Ready => "ready",
        _ => "started",
    };

    private static string Words(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
