using System;
using System.Diagnostics;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Live;

/// <summary>What the nodes say of themselves while the guest runs. Any thread may call.</summary>
/// <param name="machines">How many there can be.</param>
internal sealed class LiveReports(int machines)
{
    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Node[] _nodes = [.. Enumerable.Range(0, machines).Select(_ => new Node())];

    /// <summary>How long the run is under way.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>A node has said how it is.</summary>
    public void Take(int machine, in NodeStatus status)
    {
        lock (_gate) (_nodes[machine].Status, _nodes[machine].StatusTaken) = (status, Now);
    }

    /// <summary>A part of a node's answer, which comes after its status. One whose parts have not all come before the next request's begins is dropped.</summary>
    public void Take(int machine, in HostFrame frame)
    {
        lock (_gate)
        {
            Node node = _nodes[machine];
            if (node.Arriving is null || node.Request != frame.Request) (node.Arriving, node.Request) = (new NodeCounts(), frame.Request);
            node.Arriving.Take(frame.Counters);
            if (!frame.IsLastOfNode) return;
            node.Reading = new NodeReading(node.Request, Now, node.Arriving, node.Status, node.StatusTaken);
            node.Arriving = null;
        }
    }

    /// <summary>What a node has answered since this was asked last; null if nothing.</summary>
    public NodeReading? TakeReading(int machine)
    {
        lock (_gate)
        {
            NodeReading? reading = _nodes[machine].Reading;
            _nodes[machine].Reading = null;
            return reading;
        }
    }

    private sealed class Node
    {
        public byte Request { get; set; }

        public NodeCounts? Arriving { get; set; }

        public NodeReading? Reading { get; set; }

        public NodeStatus? Status { get; set; }

        public TimeSpan StatusTaken { get; set; }
    }
}
