using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>No security: who is on the network can read and forge everything.</summary>
/// <param name="link">The network interface.</param>
/// <param name="files">Must not hold a key.</param>
public sealed class OpenFrames(ILink link, BootFiles files) : IFrameSecurity
{
    /// <inheritdoc/>
    public string Name => nameof(OpenFrames);

    /// <inheritdoc/>
    public int OverheadBytes => 0;

    /// <inheritdoc/>
    public void Initialize(IPhysicalMemory memory) => Panic.Unless(
        !files.TryFind(ClusterKey.FileName, out _), "this machine was given a key, but its image sends frames that anybody can read and forge: boot a variant with AuthenticatedFrames or EncryptedFrames, or give no key");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTransmit(FrameBuffer frame) => link.TryTransmit(frame);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FrameOpening Open(in ReceivedFrame received, out ReceivedFrame opened)
    {
        opened = received;
        return FrameOpening.Opened;
    }
}
