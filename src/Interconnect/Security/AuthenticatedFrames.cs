using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Frames that nobody without the key can forge, change or send a second time; everybody on the network can read them.</summary>
public sealed class AuthenticatedFrames(ILink link, BootFiles files, BootSeed seed) : SealedFrames(nameof(AuthenticatedFrames), SealMode.Authenticated, link, files, seed);
