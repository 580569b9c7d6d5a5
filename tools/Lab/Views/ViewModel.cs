using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Views;

/// <summary>
/// A cluster that grows, one step at a time: the view agreement that ships on every node, messages between two nodes in order, newcomers as the leader's bring-up treats them. What must always hold is looked at after each step.
/// </summary>
internal sealed class ViewModel
{
    private readonly ViewShape _shape;
    private readonly IViewAgreement[] _nodes;
    private readonly ViewNewcomer[] _newcomers;
    private readonly Queue<(ViewMessage Kind, ViewChange Change)>[,] _channels;

    /// <param name="shape">The cluster.</param>
    /// <param name="create">Makes a node's agreement.</param>
    public ViewModel(ViewShape shape, Func<IViewAgreement> create)
    {
        _shape = shape;
        _nodes = [.. Enumerable.Range(0, shape.Places).Select(_ => create())];
        _newcomers = new ViewNewcomer[shape.Places];
        _channels = new Queue<(ViewMessage, ViewChange)>[shape.Places, shape.Places];
        for (int i = 0; i < shape.Places * shape.Places; i++) _channels[i / shape.Places, i % shape.Places] = [];
        NodeSet first = Enumerable.Range(0, shape.First).Aggregate(NodeSet.Empty, (set, node) => set.With(ViewShape.Node(node)));
        for (int i = 0; i < shape.First; i++)
        {
            _nodes[i].Begin(first, 0);
            _newcomers[i] = ViewNewcomer.Started;
        }
    }

    /// <summary>What is wrong; null as long as nothing is.</summary>
    public string? Violation { get; private set; }

    /// <summary>All that distinguishes this state from others.</summary>
    public string Fingerprint
    {
        get
        {
            StringBuilder text = new();
            for (int i = 0; i < _shape.Places; i++)
            {
                IViewAgreement node = _nodes[i];
                text.Append($"{_newcomers[i]} {node.View} {node.Present.Bits:x} {Works(node):x} {node.IsChanging};");
            }
            foreach (Queue<(ViewMessage Kind, ViewChange Change)> channel in _channels)
            {
                foreach ((ViewMessage kind, ViewChange change) in channel) text.Append($"{kind} {change.View} {change.Node.Value},");
                text.Append('|');
            }
            return text.ToString();
        }
    }

    /// <summary>What may happen now.</summary>
    public IEnumerable<ViewStep> Steps()
    {
        bool isFree = !_nodes[0].IsChanging && !_newcomers.Contains(ViewNewcomer.Described);
        for (int i = _shape.First; i < _shape.Places; i++)
        {
            if (_newcomers[i] == ViewNewcomer.Asks && isFree) yield return new ViewStep(ViewStepKind.Describe, 0, i);
            if (_newcomers[i] == ViewNewcomer.Described) yield return new ViewStep(ViewStepKind.Ready, 0, i);
            if (_newcomers[i] == ViewNewcomer.Described && _shape.Deaths) yield return new ViewStep(ViewStepKind.Die, 0, i);
            if (_newcomers[i] == ViewNewcomer.Ready && _nodes[0].TakesWork(ViewShape.Node(i))) yield return new ViewStep(ViewStepKind.Start, 0, i);
        }
        for (int from = 0; from < _shape.Places; from++)
        {
            for (int to = 0; to < _shape.Places; to++)
            {
                if (_channels[from, to].Count != 0) yield return new ViewStep(ViewStepKind.Deliver, from, to);
            }
        }
    }

    /// <summary>Takes a step.</summary>
    public void Take(ViewStep step)
    {
        try
        {
            Do(step);
        }
        catch (PanicException panic)
        {
            Violation ??= panic.Message;
        }
        Look();
    }

    /// <summary>What is wrong with a state in which nothing can happen any more; null if nothing is.</summary>
    public string? EndViolation()
    {
        int waiting = Array.FindIndex(_newcomers, newcomer => newcomer is not (ViewNewcomer.Started or ViewNewcomer.Dead));
        if (waiting >= 0) return $"node {waiting} never starts";
        for (int i = 0; i < _shape.Places; i++)
        {
            if (_newcomers[i] == ViewNewcomer.Dead) continue;
            if (_nodes[i].IsChanging) return $"view {_nodes[i].View} never counts on node {i}";
            if (_nodes[i].View != _nodes[0].View || _nodes[i].Present.Bits != _nodes[0].Present.Bits) return $"node {i} stays behind, in view {_nodes[i].View}, and the leader is in view {_nodes[0].View}";
        }
        return null;
    }

    private void Do(ViewStep step)
    {
        switch (step.Kind)
        {
            case ViewStepKind.Describe:
                _newcomers[step.To] = ViewNewcomer.Described;
                _nodes[step.To].Begin(_nodes[0].Present.With(ViewShape.Node(step.To)), _nodes[0].View + 1);
                break;
            case ViewStepKind.Ready:
                _newcomers[step.To] = ViewNewcomer.Ready;
                _nodes[0].TryPropose(new ViewChange { View = _nodes[0].View + 1, Node = ViewShape.Node(step.To) }, new World(this, 0));
                break;
            case ViewStepKind.Die:
                _newcomers[step.To] = ViewNewcomer.Dead;
                break;
            case ViewStepKind.Start:
                _newcomers[step.To] = ViewNewcomer.Started;
                break;
            default:
                (ViewMessage kind, ViewChange change) = _channels[step.From, step.To].Dequeue();
                if (Deliver(kind, change, step) is { } problem) Violation ??= $"node {step.To} refuses a message {kind} of node {step.From}: {problem}";
                break;
        }
    }

    private string? Deliver(ViewMessage kind, ViewChange change, ViewStep step) => kind switch
    {
        ViewMessage.Propose => _nodes[step.To].TakeProposal(in change, new World(this, step.To)),
        ViewMessage.Accept => _nodes[step.To].TakeAcceptance(ViewShape.Node(step.From), change.View, new World(this, step.To)),
        _ => _nodes[step.To].TakeInstallation(change.View),
    };

    // Whoever is given work by anybody is there for everybody who runs the guest: told, and waited for.
    private void Look()
    {
        for (int worker = 0; worker < _shape.Places; worker++)
        {
            NodeId node = ViewShape.Node(worker);
            int giver = Array.FindIndex(_nodes, n => IsIn(Array.IndexOf(_nodes, n)) && n.TakesWork(node));
            if (giver < 0) continue;
            int stranger = Array.FindIndex(_nodes, n => IsIn(Array.IndexOf(_nodes, n)) && !n.IsPresent(node));
            if (stranger >= 0) Violation ??= $"node {giver} may give node {worker} work, and node {stranger} neither tells it anything nor waits for it";
        }
        for (int i = 0; i < _shape.Places; i++)
        {
            if (IsIn(i) && _nodes[i].View > _nodes[0].View) Violation ??= $"node {i} is in view {_nodes[i].View}, and the leader in {_nodes[0].View}";
        }
    }

    // A newcomer runs nothing before it starts.
    private bool IsIn(int node) => _newcomers[node] == ViewNewcomer.Started;

    private ulong Works(IViewAgreement node) => Enumerable.Range(0, _shape.Places).Where(i => node.TakesWork(ViewShape.Node(i))).Aggregate(0ul, (bits, i) => bits | (1ul << i));

    private sealed class World(ViewModel model, int self) : IViewWorld
    {
        public void Send(NodeId to, ViewMessage kind, in ViewChange change)
        {
            if (to.Value == self) Panic.Fail($"node {self} sends a message to itself");
            model._channels[self, to.Value].Enqueue((kind, change));
        }

        public void Connect(in ViewChange change)
        {
        }

        public void Admit(NodeId node)
        {
        }

        public void Install(in ViewChange change)
        {
        }
    }
}
