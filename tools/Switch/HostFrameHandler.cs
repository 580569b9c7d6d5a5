using System;

namespace Pilevisor.Switch;

/// <summary>Is given each frame that a node sends to the host. Runs on the port's thread: what it does delays the node's next frame.</summary>
/// <param name="port">The port it came from.</param>
/// <param name="frame">From the destination address on; valid until the handler returns.</param>
public delegate void HostFrameHandler(int port, ReadOnlySpan<byte> frame);
