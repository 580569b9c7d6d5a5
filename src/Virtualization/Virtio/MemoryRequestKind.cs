namespace Pilevisor.Virtualization;

/// <summary>VIRTIO_MEM_REQ_*.</summary>
internal enum MemoryRequestKind : ushort
{
    /// <summary>The guest wants to use blocks.</summary>
    Plug = 0,

    /// <summary>The guest gives blocks back.</summary>
    Unplug = 1,

    /// <summary>The guest gives all blocks back.</summary>
    UnplugAll = 2,

    /// <summary>Which of some blocks are plugged?</summary>
    State = 3,
}
