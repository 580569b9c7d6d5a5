using System;
using System.IO;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Systems;
using Pilevisor.Switch;

namespace Pilevisor.Cli.Commands;

/// <summary>Shows a cluster to the user: bring-up as progress, then the guest's console, or only what its command wrote.</summary>
internal sealed class UpObserver : ClusterObserver, IDisposable
{
    private const int ShownWarnings = 10;
    private const string WayOut = "Ctrl-A x quits";
    private readonly IActivities _activities;
    private readonly Stream _output;
    private readonly bool _showsConsole;
    private readonly bool _tellsWhenUp;
    private readonly string?[] _steps;
    private readonly int _first;
    private readonly SwitchOptions _network;
    private readonly GuestDevices _devices;
    private readonly GuestRoot? _root;
    private IActivity? _booting;
    private int _warnings;
    private bool _hasSpoken;

    public UpObserver(IActivities activities, Stream output, ClusterConfiguration configuration)
    {
        (_activities, _output) = (activities, output);
        _showsConsole = configuration.Command is null;
        _tellsWhenUp = configuration.TellsWhenUp;
        _first = configuration.Nodes;
        (_network, _devices, _root) = (configuration.Network, configuration.Devices, configuration.Root);
        _steps = new string?[configuration.EffectiveMostNodes];
    }

    public override void Starting(int machines)
    {
        if (!_network.IsFaithful) _activities.Note($"between the machines: {LinkText.Write(_network)}");
        if (_root is not null) _activities.Note(_root.File is { } file ? $"the guest boots from {file}" : $"the guest boots {_root.Distribution} from a disk, and what it changes there is thrown away at the end (--root FILE keeps it)");
        if (_devices.AreAskedFor) _activities.Note($"the guest has: {DeviceDescription.Of(_devices)}");
        _booting = _activities.Begin($"booting {machines} machine{(machines == 1 ? "" : "s")}");
    }

    public override void NodeProgressed(int node, string step)
    {
        _steps[node] = step;
        _booting?.Report(string.Join(", ", _steps.Take(_first).Select((s, i) => $"node {i} {s ?? "silent"}")));
    }

    public override void NodeAdded(int node) => _activities.Note($"node {node}'s machine starts");

    public override void NodeJoined(int node, int nodeCount) => _activities.Note($"node {node} has joined: {nodeCount} nodes");

    public override void NodeLost(int node, string how) => _activities.Note($"node {node} has not joined: its machine {how}");

    public override void NodeLeaving(int node) => _activities.Note($"node {node} is about to leave: the guest has given back what it had of it");

    public override void NodeLeft(int node, int nodeCount) => _activities.Note($"node {node} has left: {nodeCount} node{(nodeCount == 1 ? "" : "s")}");

    public override void NodeDied(int node, string how) => _activities.Note($"node {node} has died, and the guest goes on without it: its machine {how}");

    public override void NodeDisturbed(int node, string how) => _activities.Note($"node {node}'s machine is {how}, as asked for");

    public override void NodeStays(int node, string why) => _activities.Note(why);

    public override void MemoryPlugged(int node, long bytes, long requestedBytes)
    {
        if (bytes == requestedBytes) _activities.Note(bytes == 0 ? $"the guest uses no memory of node {node} any more" : $"the guest uses {ByteSize.Format(bytes)} of node {node}");
    }

    public override void LogWritten(int node, LogLevel level, string line)
    {
        if (level == LogLevel.Information) _booting?.Report(line);
        if (level > LogLevel.Warning || _showsConsole || _warnings > ShownWarnings) return;
        _activities.Note(_warnings++ < ShownWarnings ? line : "further warnings are not shown; --log DIR keeps them");
    }

    public override void GuestReady(TimeSpan sinceLastStart)
    {
        EndBooting();
        _activities.Note($"guest up {sinceLastStart.TotalSeconds:0.0} s after the last machine's start{(_showsConsole ? $"; {WayOut}" : "")}");
    }

    public override void ConsoleWritten(ReadOnlySpan<byte> bytes)
    {
        if (!_showsConsole) return;
        if (!_hasSpoken)
        {
            _hasSpoken = true;
            EndBooting();
            if (!_tellsWhenUp) _activities.Note($"the guest speaks; {WayOut}");
        }

        Write(bytes);
    }

    public override void CommandWritten(ReadOnlySpan<byte> bytes)
    {
        if (!_showsConsole) Write(bytes);
    }

    /// <summary>The cluster has ended.</summary>
    public void Finish()
    {
        _booting?.Dispose();
        _booting = null;
    }

    public void Dispose() => Finish();

    private void EndBooting()
    {
        _booting?.Succeed();
        Finish();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _output.Flush();
    }
}
