using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The link of a board with a GENET v5: the interface and who looks after its cable. It goes with a transport of standard frames; with another the image does not compile.</summary>
[Module]
[Singleton<Genet>]
[Singleton<ILink, Genet>]
[Singleton<GenetLinkMonitor>]
public interface IGenetLink;
