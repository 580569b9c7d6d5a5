using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A frame carries a page: needs a link that carries 4202 bytes. A message with no more than that is one frame, and its page stays where the device wrote it.</summary>
public sealed class JumboFrames() : Fragments(nameof(JumboFrames), (int)GranuleNumber.Bytes);
