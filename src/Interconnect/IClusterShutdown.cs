namespace Pilevisor.Interconnect;

/// <summary>
/// The end of the whole cluster, asked for by any node: counters are gathered at the leader and reported to the host, then every machine stops.
/// </summary>
public interface IClusterShutdown
{
    /// <summary>Powers every machine off; does not return.</summary>
    void PowerOff();

    /// <summary>Resets every machine; does not return.</summary>
    void Reset();
}
