using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>Whom the host asks for something.</summary>
/// <param name="Address">The leader's Ethernet address.</param>
/// <param name="Epoch">The run that it leads.</param>
internal sealed record RunLeader(MacAddress Address, ulong Epoch);
