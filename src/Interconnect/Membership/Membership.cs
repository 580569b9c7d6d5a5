using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The six steps by which machines become a cluster: the leader asks who is there; members answer with what they have; the leader describes the cluster; each
/// node initializes; each reports that it is done; the leader says start. Nodes may be started in any order, at any time apart.
/// </summary>
/// <param name="link">The network interface.</param>
/// <param name="transmitter">The way out.</param>
/// <param name="receiver">The way in.</param>
/// <param name="delivery">Gets its queues once the cluster is known.</param>
/// <param name="views">What follows, when more nodes join.</param>
/// <param name="watch">Begins when the guest does.</param>
/// <param name="cluster">The result.</param>
/// <param name="choice">What the leader has chosen for the guest, for who joins later.</param>
/// <param name="host">Sees the progress.</param>
/// <param name="time">Guest time, set by the leader's.</param>
/// <param name="timers">When to repeat.</param>
/// <param name="waits">How to wait.</param>
/// <param name="strangers">Names who is no member.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bounds are measured by.</param>
/// <param name="log">Tells the steps.</param>
public sealed class Membership(
    ILink link, Transmitter transmitter, FrameReceiver receiver, ReliableDelivery delivery, ClusterViews views, PeerWatch watch, ClusterDescription cluster, GuestChoice choice, HostChannel host, IGuestTime time,
    ITimers timers, IWaits waits, Strangers strangers,
    ICounter counter, RunningTime running, ILog log) : TimerClient
{
    private BringUpRole? _role;
    private BringUpOptions? _options;
    private BringUpStep _reported;

    /// <summary>Registers its frames and its timer. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        timers.Register(this);

        // Who has not joined yet has no epoch, or that of another run.
        BringUpDatagrams ofAnyRun = new(this, true);
        receiver.Register((MessageKind)ControlKind.Discover, ofAnyRun);
        receiver.Register((MessageKind)ControlKind.Offer, ofAnyRun);
        receiver.Register((MessageKind)ControlKind.Challenge, ofAnyRun);
        BringUpDatagrams datagrams = new(this, false);
        receiver.Register((MessageKind)ViewMessage.Refuse, datagrams);
        for (ControlKind kind = ControlKind.Describe; kind <= ControlKind.TimeReply; kind++) receiver.Register((MessageKind)kind, datagrams);
    }

    /// <summary>
    /// Steps one to three: returns when the cluster is described, and <see cref="ICluster"/> and <see cref="IMessenger"/> may be used. Then the image
    /// initializes.
    /// </summary>
    /// <param name="own">What this node has.</param>
    /// <param name="options">How it takes part.</param>
    /// <exception cref="PanicException">If nodes are missing after the bound, do not fit together, or are too many.</exception>
    public void Discover(in NodeOffer own, BringUpOptions options)
    {
        Begin(in own, options);
        Await(BringUpStep.Described);
    }

    /// <summary>Steps five and six: reports that this node's set-up is done, and returns when every node's is.</summary>
    /// <exception cref="PanicException">If a node is not ready after the bound.</exception>
    public void ReportReadyAndAwaitStart()
    {
        ReportReady();
        Await(BringUpStep.Started);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        ulong again = _role?.RepeatMicroseconds ?? 0;
        if (again == 0) return Cycles.Never;
        _role!.Repeat();
        return now + counter.Microseconds(again);
    }

    /// <summary>The last step that was reached.</summary>
    internal BringUpStep Reached => Role.Reached;

    internal void Begin(in NodeOffer own, BringUpOptions options)
    {
        Panic.Unless(_role is null, "bring-up begins twice");
        BringUpContext context = new(own, options, link.Address, cluster, choice, transmitter, host, time, counter, running, log, strangers);
        _options = options;
        _role = options.IsLeader ? new LeaderBringUp(context, views) : new MemberBringUp(context);
        host.Progress(BringUpStep.Discovering);
        _role.Begin();
        timers.Request(this, counter.Now + counter.Microseconds(options.RepeatMicroseconds));
    }

    internal void ReportReady()
    {
        Panic.Unless(Role.Reached == BringUpStep.Described, "set-up is reported as done before the cluster is described, or twice");
        Role.ReportReady();
        _reported = BringUpStep.Ready;
        host.Progress(BringUpStep.Ready);
    }

    /// <summary>Takes the steps that have become possible.</summary>
    internal void Advance()
    {
        Role.Advance();
        BringUpStep reached = Role.Reached;
        if (reached == _reported) return;
        _reported = reached;
        if (reached == BringUpStep.Described) Connect();
        host.Progress(reached);
        if (reached != BringUpStep.Started) return;
        watch.Begin();
        log.Info($"bring-up: {cluster.Self} of {cluster.PlacedCount} starts");
    }

    internal bool TryReceive(in DecodedFrame frame) => _role is not null && _role.TryReceive(in frame);

    /// <summary>Whether the guest does not run yet, so that not every node knows all others.</summary>
    internal bool IsUnderWay => _role is not null && _role.Reached != BringUpStep.Started;

    /// <summary>
    /// Whether the sender of <paramref name="frame"/> takes part in this run, under the number and at the address it joined with: a member, or, before there are members, the leader that is being joined, and to the leader
    /// those who have joined.
    /// </summary>
    internal bool IsOfMember(in DecodedFrame frame)
    {
        bool isMember = cluster.IsDescribed ? cluster.IsPeer(frame.Header.Source, frame.SourceAddress) : _role is not null && _role.HasJoined(frame.SourceAddress);
        if (!isMember) strangers.Name(frame.SourceAddress, "is no member: what it says about this run is ignored");
        return isMember;
    }

    private BringUpRole Role
    {
        get
        {
            if (_role is null) Panic.Fail("bring-up has not begun");
            return _role;
        }
    }

    private void Connect()
    {
        delivery.Connect();
        NodeDescription own = cluster[cluster.Self];
        uint lastVcpu = own.FirstVcpu + own.PresentCpus - 1;
        log.Info($"{cluster.Self} of {cluster.PlacedCount}: window {own.WindowStart} with {own.PresentBytes >> 20} MiB, vCPUs {own.FirstVcpu} to {lastVcpu}");
    }

    private void Await(BringUpStep step)
    {
        Cycles deadline = running.Now + counter.Microseconds(_options!.BoundMicroseconds);
        Advance();
        while (Role.Reached < step)
        {
            if (running.Now > deadline) Role.FailTimedOut();

            // The bound is ours, with a text that names who is missing: so no single wait is long.
            Wait wait = waits.Begin();
            waits.Serve(ref wait, Role.WaitsFor);
            Advance();
        }
    }
}
