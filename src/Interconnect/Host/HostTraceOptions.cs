namespace Pilevisor.Interconnect;

/// <summary>Whether this node records.</summary>
/// <param name="isOn">Whether accesses to pages are recorded and sent to the host.</param>
public sealed class HostTraceOptions(bool isOn)
{
    /// <summary>Whether accesses to pages are recorded and sent to the host.</summary>
    public bool IsOn { get; } = isOn;
}
