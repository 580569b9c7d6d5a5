namespace Pilevisor.Lab.Model;

/// <summary>What a modelled CPU does.</summary>
internal enum ModelCpuState : byte
{
    /// <summary>Nothing; it may begin any access.</summary>
    Idle,

    /// <summary>It waits for the protocol to grant its access.</summary>
    Waits,

    /// <summary>The protocol said that the access is complete; it will be tried again.</summary>
    Retries,
}
