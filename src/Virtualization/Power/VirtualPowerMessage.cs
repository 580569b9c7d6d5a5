namespace Pilevisor.Virtualization;

/// <summary>
/// Messages between the nodes' virtual PSCI: 0x48-0x4f of the wire's message kinds. A CPU has at most one request under way, and each is answered once.
/// </summary>
internal enum VirtualPowerMessage : byte
{
    /// <summary>CPU_ON for a vCPU of the receiving node: a <see cref="PowerRequest"/>.</summary>
    TurnOn = 0x48,

    /// <summary>AFFINITY_INFO of a vCPU of the receiving node: a <see cref="PowerRequest"/>.</summary>
    QueryState = 0x49,

    /// <summary>The answer to either: a <see cref="PowerReply"/>.</summary>
    Reply = 0x4a,
}
