using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>What both roles of bring-up work with.</summary>
internal sealed class BringUpContext(
    NodeOffer own, BringUpOptions options, MacAddress address, ClusterDescription cluster, GuestChoice choice, Transmitter transmitter, HostChannel host, IGuestTime time,
    ICounter counter, RunningTime running, ILog log, Strangers strangers)
{
    private readonly NodeOffer _own = own;

    /// <summary>What this node has.</summary>
    public ref readonly NodeOffer Own => ref _own;

    /// <summary>How it takes part.</summary>
    public BringUpOptions Options { get; } = options;

    /// <summary>Its Ethernet address.</summary>
    public MacAddress Address { get; } = address;

    /// <summary>The result.</summary>
    public ClusterDescription Cluster { get; } = cluster;

    /// <summary>What the leader has chosen for the guest.</summary>
    public GuestChoice Choice { get; } = choice;

    /// <summary>The host, which shows progress.</summary>
    public HostChannel Host { get; } = host;

    /// <summary>Guest time.</summary>
    public IGuestTime Time { get; } = time;

    /// <summary>The clock.</summary>
    public ICounter Counter { get; } = counter;

    /// <summary>What bounds are measured by.</summary>
    public RunningTime Running { get; } = running;

    /// <summary>The log.</summary>
    public ILog Log { get; } = log;

    /// <summary>The numbers that other machines are to bring back.</summary>
    public Acquaintances Acquaintances { get; } = new((counter.Now.Value << 20) ^ address.Value ^ options.Secret);

    /// <summary>Names in the log who is no member.</summary>
    public Strangers Strangers { get; } = strangers;

    /// <summary>Sends a frame that is sent again if need be.</summary>
    public void Send(MacAddress to, ControlKind kind, ReadOnlySpan<byte> body = default, ReadOnlySpan<byte> payload = default) =>
        transmitter.TrySend(to, (MessageKind)kind, body, payload);
}
