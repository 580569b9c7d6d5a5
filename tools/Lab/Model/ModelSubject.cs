using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Model;

/// <summary>What is put to the test: a protocol, the delivery below it, and what is wrong with the world by intent.</summary>
/// <param name="Protocol">The class that ships, or a copy with a planted mistake.</param>
/// <param name="Acceptance">Which frames the receiver takes.</param>
/// <param name="World">Planted mistakes of the world.</param>
public sealed record ModelSubject(ProtocolInfo Protocol, FrameAcceptance Acceptance, WorldMistakes World = WorldMistakes.None);
