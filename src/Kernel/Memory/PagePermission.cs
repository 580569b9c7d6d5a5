namespace Pilevisor.Kernel;

/// <summary>What the guest may do with a page on this node: stage 2's access permission.</summary>
public enum PagePermission : byte
{
    /// <summary>Not mapped: every access faults.</summary>
    None,

    /// <summary>Read and execute.</summary>
    Read,

    /// <summary>Read, execute and write.</summary>
    Write,
}
