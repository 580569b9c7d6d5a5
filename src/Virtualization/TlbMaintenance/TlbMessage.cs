using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization;

/// <summary>The messages of carried TLB maintenance: 0x58-0x5a of the <see cref="MessageKind"/>s.</summary>
internal enum TlbMessage : byte
{
    /// <summary>Drop translations on all CPUs of the receiving node, and acknowledge: a <see cref="TlbRequest"/>.</summary>
    Invalidate = 0x58,

    /// <summary>It is done: the <see cref="TlbRequest"/> again.</summary>
    Acknowledge = 0x59,

    /// <summary>Leader to members, before the guest starts: whether maintenance is carried. One byte, 0 or 1.</summary>
    Decision = 0x5a,
}
