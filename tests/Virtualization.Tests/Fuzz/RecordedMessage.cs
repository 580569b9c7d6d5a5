using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A message that a node which works has sent.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Its body.</param>
/// <param name="Content">Its content.</param>
internal sealed record RecordedMessage(MessageKind Kind, byte[] Body, byte[] Content);
