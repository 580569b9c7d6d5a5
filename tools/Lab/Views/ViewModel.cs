using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Views;

/// <summary>
/// A cluster that grows and shrinks, one step at a time: the view agreement that ships on every node, messages between two nodes in order, newcomers as the leader's bring-up treats them. What must always hold is looked at after each step.
/// </summary>
internal sealed class ViewModel
{
    private readonly ViewShape _shape;
    private readonly IViewAgreement[] _nodes;
    private readonly ViewNewcomer[] _newcomers;
    private readonly Queue<(ViewMessage Kind, ViewChange Change, DeathNotice Notice)>[,] _channels;
    private readonly Func<IViewAgreement> _create;

    // What each node has to do while another leaves; what it has heard since the last view that counts; and whether it has left once.
    private readonly (DepartureStep Step, NodeId Node)[] _steps;

    // The burial that each node is at; 0 if none. And whether all knew of all deaths when it began to look what is lost with them.
    private readonly uint[] _burials;
    private readonly bool[] _allKnew;
    private readonly SortedSet<string>[] _heard;
    private readonly bool[] _hasLeft;

    /// <param name="shape">The cluster.</param>
    /// <param name="create">Makes a node's agreement.</param>
    public ViewModel(ViewShape shape, Func<IViewAgreement> create)
    {
        (_shape, _create) = (shape, create);
        _steps = new (DepartureStep, NodeId)[shape.Places];
        _burials = new uint[shape.Places];
        _allKnew = new bool[shape.Places];
        _heard = [.. Enumerable.Range(0, shape.Places).Select(_ => new SortedSet<string>(StringComparer.Ordinal))];
        _hasLeft = new bool[shape.Places];
        _nodes = [.. Enumerable.Range(0, shape.Places).Select(_ => create())];
        _newcomers = new ViewNewcomer[shape.Places];
        _channels = new Queue<(ViewMessage, ViewChange, DeathNotice)>[shape.Places, shape.Places];
        for (int i = 0; i < shape.Places * shape.Places; i++) _channels[i / shape.Places, i % shape.Places] = [];
        NodeSet first = Enumerable.Range(0, shape.First).Aggregate(NodeSet.Empty, (set, node) => set.With(ViewShape.Node(node)));
        for (int i = 0; i < shape.First; i++)
        {
            _nodes[i].Begin(ViewShape.Node(i), first, 0);
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
                text.Append($"{_newcomers[i]} {node.View} {node.Placed.Bits:x} {Works(node):x} {node.IsChanging} {node.Dead.Bits:x} {_burials[i]} {_allKnew[i]} {_steps[i].Step} {_hasLeft[i]} {string.Join(',', _heard[i])};");
            }
            foreach (Queue<(ViewMessage Kind, ViewChange Change, DeathNotice Notice)> channel in _channels)
            {
                foreach ((ViewMessage kind, ViewChange change, DeathNotice notice) in channel) text.Append($"{kind} {change.View} {change.Node.Value} {notice.Burial} {notice.Node.Value},");
                text.Append('|');
            }
            return text.ToString();
        }
    }

    /// <summary>What may happen now.</summary>
    public IEnumerable<ViewStep> Steps()
    {
        bool isFree = !_nodes[0].IsChanging && _nodes[0].Dead.IsEmpty && !_newcomers.Contains(ViewNewcomer.Described);
        for (int i = _shape.First; i < _shape.Places; i++)
        {
            if (_newcomers[i] == ViewNewcomer.Asks && isFree && !_nodes[0].Placed.Contains(ViewShape.Node(i))) yield return new ViewStep(ViewStepKind.Describe, 0, i);
            if (_newcomers[i] == ViewNewcomer.Described) yield return new ViewStep(ViewStepKind.Ready, 0, i);
            if (_newcomers[i] == ViewNewcomer.Described && _shape.Deaths) yield return new ViewStep(ViewStepKind.Die, 0, i);
            if (_newcomers[i] == ViewNewcomer.Ready && _nodes[0].TakesWork(ViewShape.Node(i))) yield return new ViewStep(ViewStepKind.Start, 0, i);
            if (_newcomers[i] == ViewNewcomer.Started && _shape.Leaves && !_hasLeft[i] && isFree) yield return new ViewStep(ViewStepKind.Leave, 0, i);
            if (_newcomers[i] == ViewNewcomer.Gone) yield return new ViewStep(ViewStepKind.Return, 0, i);
        }
        for (int i = 0; i < _shape.Places; i++)
        {
            if (_newcomers[i] == ViewNewcomer.Killed)
            {
                if (_nodes[0].IsMortal(ViewShape.Node(i))) yield return new ViewStep(ViewStepKind.Declare, 0, i);
                continue;
            }
            if (_steps[i].Step != DepartureStep.None) yield return new ViewStep(ViewStepKind.End, 0, i);
            if (_burials[i] != 0) yield return new ViewStep(ViewStepKind.EndBurial, 0, i);
            // One that has said its last word before all have heard it, too: that may be lost with its machine.
            bool isUnheard = _newcomers[i] == ViewNewcomer.Gone && Enumerable.Range(0, _shape.Places).Any(other => _channels[i, other].Count != 0);
            bool isInView = isUnheard || _newcomers[i] is ViewNewcomer.Ready or ViewNewcomer.Started or ViewNewcomer.Closed;
            if (i != 0 && isInView && _newcomers.Count(n => n == ViewNewcomer.Killed) < _shape.Kills) yield return new ViewStep(ViewStepKind.Kill, 0, i);
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
        int waiting = Array.FindIndex(_newcomers, newcomer => newcomer is not (ViewNewcomer.Started or ViewNewcomer.Dead or ViewNewcomer.Gone or ViewNewcomer.Killed));
        if (waiting >= 0) return $"node {waiting} never {(_newcomers[waiting] == ViewNewcomer.Closed ? "leaves" : "starts")}";
        for (int i = 0; i < _shape.Places; i++)
        {
            if (_newcomers[i] == ViewNewcomer.Killed && _nodes[0].Placed.Contains(ViewShape.Node(i))) return $"node {i} has died, and never loses its place";
            if (_newcomers[i] is ViewNewcomer.Dead or ViewNewcomer.Gone or ViewNewcomer.Killed) continue;
            if (!_nodes[i].Dead.IsEmpty) return $"node {i} never parts with the dead";
            if (_nodes[i].IsChanging) return $"view {_nodes[i].View} never counts on node {i}";
            if (_nodes[i].View != _nodes[0].View || _nodes[i].Placed.Bits != _nodes[0].Placed.Bits) return $"node {i} stays behind, in view {_nodes[i].View}, and the leader is in view {_nodes[0].View}";
        }
        return null;
    }

    private void Do(ViewStep step)
    {
        switch (step.Kind)
        {
            case ViewStepKind.Describe:
                _newcomers[step.To] = ViewNewcomer.Described;
                // Frames of before have another epoch.
                for (int other = 0; other < _shape.Places; other++) _channels[other, step.To].Clear();
                _nodes[step.To].Begin(ViewShape.Node(step.To), _nodes[0].Placed.With(ViewShape.Node(step.To)), _nodes[0].View + 1);
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
            case ViewStepKind.Leave:
                _newcomers[step.To] = ViewNewcomer.Closed;
                _nodes[0].TryPropose(new ViewChange { Kind = ViewChangeKind.Leave, View = _nodes[0].View + 1, Node = ViewShape.Node(step.To) }, new World(this, 0));
                break;
            case ViewStepKind.End:
                (DepartureStep done, NodeId leaver) = _steps[step.To];
                _steps[step.To] = default;
                _nodes[step.To].End(done, leaver, new World(this, step.To));
                break;
            case ViewStepKind.Kill:
                _newcomers[step.To] = ViewNewcomer.Killed;
                break;
            case ViewStepKind.Declare:
                // Who has been told the cluster as it was is to start again.
                int told = Array.IndexOf(_newcomers, ViewNewcomer.Described);
                if (told >= 0) (_newcomers[told], _nodes[told]) = (ViewNewcomer.Asks, _create());
                _nodes[0].TryDeclareDead(ViewShape.Node(step.To), isNeeded: false, new World(this, 0));
                break;
            case ViewStepKind.EndBurial:
                uint burial = _burials[step.To];
                _burials[step.To] = 0;
                _nodes[step.To].EndBurial(burial, 0, 0, new World(this, step.To));
                break;
            case ViewStepKind.Return:
                _newcomers[step.To] = ViewNewcomer.Asks;
                _nodes[step.To] = _create();
                break;
            default:
                (ViewMessage kind, ViewChange change, DeathNotice notice) = _channels[step.From, step.To].Dequeue();
                bool isHeard = _newcomers[step.To] != ViewNewcomer.Killed && !_nodes[step.To].Dead.Contains(ViewShape.Node(step.From)) && _nodes[step.To].Placed.Contains(ViewShape.Node(step.From));
                if (!isHeard || (kind == ViewMessage.Dead && _newcomers[step.To] == ViewNewcomer.Gone)) break;
                _heard[step.To].Add($"{kind} {step.From} {change.View} {notice.Burial}");
                if (_newcomers[step.To] == ViewNewcomer.Gone) Violation ??= $"node {step.From} sent node {step.To} a message {kind}, which has left";
                else if (Deliver(kind, change, notice, step) is { } problem) Violation ??= $"node {step.To} refuses a message {kind} of node {step.From}: {problem}";
                break;
        }
    }

    private string? Deliver(ViewMessage kind, ViewChange change, DeathNotice notice, ViewStep step) => kind switch
    {
        ViewMessage.Propose => _nodes[step.To].TakeProposal(in change, new World(this, step.To)),
        ViewMessage.Accept => _nodes[step.To].TakeAcceptance(ViewShape.Node(step.From), change.View, new World(this, step.To)),
        ViewMessage.Drained => _nodes[step.To].TakeDrained(ViewShape.Node(step.From), in change, new World(this, step.To)),
        ViewMessage.Forgotten => _nodes[step.To].TakeForgotten(ViewShape.Node(step.From), change.View, new World(this, step.To)),
        ViewMessage.Farewell => _nodes[step.To].TakeFarewell(ViewShape.Node(step.From), change.View, new World(this, step.To)),
        ViewMessage.Dead => _nodes[step.To].TakeDeath(in notice, new World(this, step.To)),
        ViewMessage.Buried => _nodes[step.To].TakeBuried(ViewShape.Node(step.From), in notice, new World(this, step.To)),
        _ => _nodes[step.To].TakeInstallation(change.View, new World(this, step.To)),
    };

    // Whoever is given work by anybody is there for everybody who runs the guest: told, and waited for.
    private void Look()
    {
        for (int worker = 0; worker < _shape.Places; worker++)
        {
            NodeId node = ViewShape.Node(worker);
            int giver = Array.FindIndex(_nodes, n => IsIn(Array.IndexOf(_nodes, n)) && n.TakesWork(node));
            if (giver >= 0 && _newcomers[worker] == ViewNewcomer.Gone) Violation ??= $"node {giver} may give node {worker} work, which has left";
            // One that is about to leave refuses work by itself, and one that is dead does none.
            if (giver < 0 || _newcomers[worker] is ViewNewcomer.Closed or ViewNewcomer.Killed) continue;
            int stranger = Array.FindIndex(_nodes, n => IsIn(Array.IndexOf(_nodes, n)) && !n.IsPresent(node));
            if (stranger >= 0) Violation ??= $"node {giver} may give node {worker} work, and node {stranger} neither tells it anything nor waits for it";
        }
        for (int i = 0; i < _shape.Places; i++)
        {
            if (IsIn(i) && _nodes[i].View > _nodes[0].View) Violation ??= $"node {i} is in view {_nodes[i].View}, and the leader in {_nodes[0].View}";
        }
    }

    // A newcomer runs nothing before it starts, and a node that leaves nothing any more.
    private bool IsIn(int node) => _newcomers[node] == ViewNewcomer.Started;

    // All that have a place, and neither died nor left.
    private IEnumerable<int> Living() => Enumerable.Range(0, _shape.Places).Where(i => _nodes[0].Placed.Contains(ViewShape.Node(i)) && _newcomers[i] is (ViewNewcomer.Ready or ViewNewcomer.Started or ViewNewcomer.Closed));

    private ulong Works(IViewAgreement node) => Enumerable.Range(0, _shape.Places).Where(i => node.TakesWork(ViewShape.Node(i))).Aggregate(0ul, (bits, i) => bits | (1ul << i));

    private sealed class World(ViewModel model, int self) : IViewWorld
    {
        public void Send(NodeId to, ViewMessage kind, in ViewChange change)
        {
            if (to.Value == self) Panic.Fail($"node {self} sends a message to itself");
            if (!model._nodes[self].IsConnected(to)) Panic.Fail($"node {self} sends a message to node {to.Value}, which is not there");
            if (kind == ViewMessage.Propose && change.Kind == ViewChangeKind.Death) RequireLooks(change.Node);
            model._channels[self, to.Value].Enqueue((kind, change, default));
        }

        // An answer may say that nothing is lost which another has made to depend on the dead since.
        private void RequireLooks(NodeId dead)
        {
            int early = model.Living().FirstOrDefault(node => !model._allKnew[node], -1);
            if (early >= 0) Panic.Fail($"node {early} has looked what is lost with node {dead.Value} before all knew of its death, and not since");
        }

        public void Tell(NodeId to, ViewMessage kind, in DeathNotice notice)
        {
            if (!model._nodes[self].IsConnected(to)) Panic.Fail($"node {self} tells node {to.Value}, which is not there, of a death");
            model._channels[self, to.Value].Enqueue((kind, default, notice));
        }

        public void Bury(in DeathNotice notice)
        {
            if (model._steps[self].Node == notice.Node) model._steps[self] = default;
            LookAgain(notice.Burial);
        }

        public void LookAgain(uint burial)
        {
            model._burials[self] = burial;
            model._allKnew[self] = model.Living().All(node => (model._nodes[0].Dead.Bits & ~model._nodes[node].Dead.Bits) == 0);
        }

        public void End(uint lostPages, uint lostVcpus) => Panic.Fail("the cluster ends, and nothing is lost");

        public void Connect(in ViewChange change)
        {
        }

        public void Admit(NodeId node)
        {
        }

        public void Release(NodeId node)
        {
        }

        public void Begin(DepartureStep step, NodeId node)
        {
            if (model._steps[self].Step != DepartureStep.None) Panic.Fail($"node {self} begins a step and has not done yet what it had to do before");
            model._steps[self] = (step, node);
        }

        public void Install(in ViewChange change)
        {
            model._heard[self].Clear();
            if (change.Kind == ViewChangeKind.Leave && !model._hasLeft[change.Node.Value]) Panic.Fail($"node {self} parts with node {change.Node.Value}, which has not left");
        }

        public void Leave()
        {
            model._newcomers[self] = ViewNewcomer.Gone;
            model._hasLeft[self] = true;
            model._heard[self].Clear();
            for (int other = 0; other < model._shape.Places; other++)
            {
                if (model._newcomers[other] != ViewNewcomer.Killed && model._channels[other, self].Any(sent => sent.Kind != ViewMessage.Dead)) Panic.Fail($"node {self} has left, and node {other} has sent it something");
            }
        }
    }
}
