using System;
using System.Collections.Generic;
using Pilevisor.Kernel;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>One thread's share of exploring: a cluster of its own, which it brings from state to state.</summary>
internal sealed class ExplorerWorker : IDisposable
{
    private readonly ModelCluster _cluster;
    private readonly ModelState _state;
    private readonly ModelProcesses _processes;
    private readonly VisitedStates _visited;
    private readonly List<ModelStep> _steps = [];
    private readonly bool _keepsWays;
    private StateQueue _next = new();
    private long _transitions;

    public ExplorerWorker(ModelSubject subject, ModelShape shape, bool hasSymmetry, bool keepsWays, VisitedStates visited, TransitionRecorder? recorder = null)
    {
        _cluster = new ModelCluster(subject, shape) { Recorder = recorder };
        _state = new ModelState(_cluster, hasSymmetry && _cluster.Nodes[0].Inspection.TreatsNodesAlike);
        _processes = new ModelProcesses(shape);
        _visited = visited;
        _keepsWays = keepsWays;
    }

    public int Symmetries => _state.Symmetries;

    /// <summary>How the new states were reached.</summary>
    public List<(int State, int Parent, ModelStep Step)> Origins { get; } = [];

    /// <summary>All ways tried, if they are kept.</summary>
    public List<(int From, int To, ModelStep Step)> Ways { get; } = [];

    /// <summary>The situations of the states expanded, if ways are kept.</summary>
    public List<(int State, StateSituation Situation)> Situations { get; } = [];

    public List<(int State, ModelStep Step, string Message)> Violations { get; } = [];

    /// <summary>The first state of all.</summary>
    public StateQueue Start()
    {
        Visit(-1, default, out _);
        return TakeNext();
    }

    public StateQueue TakeNext()
    {
        StateQueue next = _next;
        _next = new StateQueue();
        return next;
    }

    public long TakeTransitions()
    {
        long taken = _transitions;
        _transitions = 0;
        return taken;
    }

    /// <summary>Tries every way on from a state.</summary>
    public void Expand(int number, ReadOnlySpan<byte> state)
    {
        _state.Restore(state);
        _cluster.GetSteps(_steps);
        if (_keepsWays) Situations.Add((number, new StateSituation(_processes.Waiting(_cluster), _processes.Enabled(_steps))));
        for (int i = 0; i < _steps.Count; i++)
        {
            if (i != 0) _state.Restore(state);
            _transitions++;
            try
            {
                _cluster.Take(_steps[i]);
            }
            catch (Exception violation) when (violation is ModelViolation or PanicException)
            {
                Violations.Add((number, _steps[i], violation.Message));
                continue;
            }
            Visit(number, _steps[i], out int reached);
            if (_keepsWays) Ways.Add((number, reached, _steps[i]));
        }
    }

    public void Dispose() => _cluster.Dispose();

    private void Visit(int parent, ModelStep step, out int number)
    {
        if (!_visited.Add(_state.Key(), out number)) return;
        _next.Add(number, _state.Save());
        Origins.Add((number, parent, step));
    }
}
