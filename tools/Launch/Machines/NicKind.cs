namespace Pilevisor.Launch.Machines;

/// <summary>How a board's network card is attached.</summary>
public enum NicKind
{
    /// <summary>There is none: the board is a node alone.</summary>
    None,

    /// <summary>virtio-net over virtio-mmio, modern layout.</summary>
    VirtioMmio,

    /// <summary>A controller of the board itself, which QEMU always has; the first one if there are several.</summary>
    Onboard,
}
