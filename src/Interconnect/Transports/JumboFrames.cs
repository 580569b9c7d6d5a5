using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A frame carries a page: needs a link that carries 4202 bytes. A message with no more than that is one frame, and its page stays where the device wrote it.</summary>
[RequiresAtLeast<ILink>(ILink.LongestFrameConstant, FrameCodec.MaximumFrameBytes, "one of its frames carries a page: a transport of standard frames goes over every link")]
public sealed class JumboFrames() : Fragments(nameof(JumboFrames), (int)GranuleNumber.Bytes);
