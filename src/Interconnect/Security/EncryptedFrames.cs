using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Frames that nobody without the key can read, forge, change or send a second time. Who talks to whom, how much and when, everybody on the network can see.</summary>
public sealed class EncryptedFrames(ILink link, BootFiles files, BootSeed seed) : SealedFrames(nameof(EncryptedFrames), SealMode.Encrypted, link, files, seed);
