using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A node from its boot to the first panic, in a cluster whose other nodes, strangers and host send it whatever a seed says, while its guest works. The same seed is the same life.</summary>
internal sealed partial class FuzzedLife : IDisposable
{
    // Far more than any boot takes.
    private const int MostBootSteps = 100;
    private const ulong StepMicroseconds = 1_000;
    private const int ActEvery = 4;
    private const int JoiningEvery = 10;

    // The leader looks for machines once a second.
    private const int LongStepEvery = 64;
    private const int MostMicroseconds = 500_000;

    private readonly int _seed;
    private readonly Random _random;
    private readonly FuzzedVariant _variant;
    private readonly FuzzedTally _tally;
    private readonly FakeCounter _counter = new() { Now = new Cycles(1_000_000) };
    private readonly FakeEthernet _ethernet;
    private readonly FuzzedNode _node;

    // Those that are there from the start; and with them the machine that may take the free place.
    private readonly FuzzedPeer[] _members;
    private readonly FuzzedPeer[] _peers;
    private readonly FuzzedBodies _bodies;
    private readonly HashSet<int> _waiting = [];
    private readonly ITransport _transport;
    private readonly ulong _unitBytes;
    private readonly bool _goesOn;

    // What arrives while it boots: nothing, or what strangers and the host send, in spite of which it comes up; and perhaps a member is wrong from the start.
    private readonly int _framesOfBootStep;
    private readonly bool _hasLiar;
    private bool _isUp;
    private int _frame;
    private MessageKind _kind;
    private string _last = "none";

    // The last frame that somebody has sent, as it was on the wire.
    private byte[] _onWire = [];

    public FuzzedLife(int seed, FuzzedTally tally)
    {
        _seed = seed;
        _tally = tally;
        _random = new Random(seed);
        _variant = FuzzedVariant.Draw(_random);
        _goesOn = _random.Next(8) != 0;
        _framesOfBootStep = Math.Max(0, _random.Next(7) - 3);
        _hasLiar = _framesOfBootStep != 0 && _random.Next(2) == 0;
        _ethernet = new FakeEthernet(_counter, seed) { DelayMicroseconds = 0 };
        _node = new FuzzedNode(_variant, _counter, _ethernet);
        _members = [.. FuzzedNode.Others(_variant).Select(node => new FuzzedPeer(node, _variant, _counter, _ethernet))];
        _peers = [.. _members, new FuzzedPeer(FuzzedNode.Places - 1, _variant, _counter, _ethernet)];
        _ethernet.Rewrite = frame => _onWire = frame;
        _bodies = new FuzzedBodies(_random, _variant.Protocol);
        _transport = _variant.NewTransport();
        _unitBytes = ((IPageGeometry)Activator.CreateInstance(_variant.Geometry)!).UnitBytes();
        _transport.Fit(_variant.Mode is null ? 0 : FrameSeal.OverheadBytes);
    }

    private IFuzzedImage Image => _node.Image;

    /// <summary>Boots the node and sends it frames until it panics, its cluster ends, or there were <paramref name="most"/>.</summary>
    /// <returns>How many there were.</returns>
    public int Run(int most)
    {
        _tally.Lives++;
        if (!TryBoot()) return _frame;
        _isUp = true;
        // From now on nobody answers: who waits is left waiting.
        Image.FakeWaits.OnServe = () => throw new TimeoutException();
        try
        {
            while (_frame < most && !Image.FakeFirmware.IsOff)
            {
                if (!TrySend()) break;
                GoOn();
            }
        }
        catch (Exception exception) when (exception is not FuzzedFailure)
        {
            throw new FuzzedFailure($"{Where}: between frames: {exception}");
        }
        return _frame;
    }

    public void Dispose()
    {
        _node.Dispose();
        foreach (FuzzedPeer peer in _peers) peer.Dispose();
    }

    private string Where => $"seed {_seed}, frame {_frame} ({_variant}): {_last}";

    /// <summary>The others go on, while a node comes up.</summary>
    public static void Step(FuzzedNode node, FuzzedPeer[] peers, FakeCounter counter, FakeEthernet ethernet)
    {
        counter.AdvanceMicroseconds(StepMicroseconds);
        foreach (FuzzedPeer peer in peers)
        {
            peer.Repeat();
            peer.Drain();
        }
        ethernet.DeliverDue();
        node.RunTimers(counter.Now);
    }

    // False if a member said so early what cannot be that the node does not come up.
    private bool TryBoot()
    {
        int steps = 0;
        bool isOver = false;
        try
        {
            _node.Boot(() =>
            {
                for (int i = 0; i < _framesOfBootStep && !isOver; i++) isOver = !TrySend();
                isOver |= _hasLiar && steps == MostBootSteps;
                if (isOver) throw new TimeoutException();
                if (steps++ == MostBootSteps) throw new FuzzedFailure($"{Where}: waits for {Image.FakeWaits.LastPurpose} for ever");
                Step(_node, _members, _counter, _ethernet);
            });
            return true;
        }
        catch (TimeoutException) when (isOver)
        {
            return false;
        }
        catch (PanicException panic) when (_hasLiar && Array.Exists(_peers, peer => Names(panic.Message, peer)))
        {
            return false;
        }
    }

    // One frame, and what it comes to. False if it was the node's end.
    private bool TrySend()
    {
        _frame++;
        FuzzedFrames frames = Draw();
        FuzzedPeer peer = _random.Next(JoiningEvery) == 0 ? _peers[^1] : _members[_random.Next(_members.Length)];
        ulong counted = Counted;
        _ethernet.Strays.Clear();
        try
        {
            Send(frames, peer);
        }
        catch (PanicException panic) when (frames > FuzzedFrames.Host && Names(panic.Message, peer))
        {
            _tally.Add(frames, FuzzedOutcome.Panic);
            _tally.Refused.Add((byte)_kind);
            return TryGoOn();
        }
        catch (Exception exception)
        {
            throw new FuzzedFailure($"{Where}: {exception}");
        }
        bool isCounted = Counted != counted;
        if (frames == FuzzedFrames.Noise && !isCounted) throw new FuzzedFailure($"{Where}: not counted");
        if (frames == FuzzedFrames.Stray && !isCounted && !MayBeAnybodys(_kind)) throw new FuzzedFailure($"{Where}: not counted");
        if (frames == FuzzedFrames.Message && !isCounted) _tally.Taken.Add((byte)_kind);
        _tally.Add(frames, isCounted ? FuzzedOutcome.Counted : FuzzedOutcome.Taken);
        return true;
    }

    // Whoever refuses a message has done nothing yet: so a node whose panic is of that goes on here as if the message had not come, and gets farther than one that is booted anew each time.
    private bool TryGoOn()
    {
        if (!_goesOn || !_isUp || _kind == (MessageKind)ControlKind.PanicNotice || Image.CheckedLockOrder.Held != LockRank.Receive) return false;
        Image.FrameReceiver.LetGo();
        return true;
    }

    private ulong Counted => Image.NodeCounters[Counter.RejectedFrames] + Image.NodeCounters[Counter.DuplicateFrames] + Image.NodeCounters[Counter.DeferredFrames];

    // What any machine may send, and is answered.
    private static bool MayBeAnybodys(MessageKind kind) => (ControlKind)kind is ControlKind.Discover or ControlKind.Offer or ControlKind.Challenge;

    // The number, or before it has one, its address.
    private static bool Names(string message, FuzzedPeer peer)
    {
        string name = $"node {peer.Node.Value}";
        int at = message.IndexOf(name, StringComparison.Ordinal);
        TextBuilder address = new(0, 0);
        address.AppendFormatted(peer.Address);
        return (at >= 0 && (at + name.Length == message.Length || !char.IsAsciiDigit(message[at + name.Length]))) || message.Contains(new string(address.Text), StringComparison.Ordinal);
    }

    // What happens between two frames.
    private void GoOn()
    {
        foreach (FuzzedPeer peer in _peers) peer.Drain();
        if (_random.Next(ActEvery) == 0) Act();
        _counter.AdvanceMicroseconds((ulong)_random.Next(_random.Next(LongStepEvery) == 0 ? MostMicroseconds : 100));
        _node.RunTimers(_counter.Now);
    }
}
