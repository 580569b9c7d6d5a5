namespace Pilevisor.Switch;

/// <summary>A frame that waits for its time.</summary>
/// <param name="To">Where it goes then.</param>
/// <param name="Bytes">Its own copy.</param>
internal sealed record HeldFrame(Egress To, byte[] Bytes);
