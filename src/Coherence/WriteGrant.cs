using System.Threading;

namespace Pilevisor.Coherence;

/// <summary>
/// Whether a device of the guest's may write its RAM. A driver that resets its device uses the memory for other things at once, while another CPU may be serving the device: from <see cref="Revoke"/> and
/// <see cref="IGuestMemory.AwaitWrites"/> on nothing more is written on its behalf.
/// </summary>
public sealed class WriteGrant
{
    private bool _isGranted;

    /// <summary>Whether it may.</summary>
    public bool IsGranted => Volatile.Read(ref _isGranted);

    /// <summary>It may from now on: on the CPU that serves the device.</summary>
    public void Give() => Volatile.Write(ref _isGranted, true);

    /// <summary>It may not. On any CPU.</summary>
    public void Revoke() => Volatile.Write(ref _isGranted, false);
}
