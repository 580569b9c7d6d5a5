namespace Pilevisor.Virtualization;

/// <summary>
/// Whether the guest's broadcast TLB maintenance is carried to the other nodes. Asked once, on the leader, which tells the others.
/// <para>
/// Not carried, it reaches the CPUs of its own node only. That suffices for a guest which writes a table entry before each invalidation that it relies on: the write needed the table's page for this node alone, and a node
/// that gives a page up drops all stage 1 entries of its CPUs before it acknowledges. It does not for one that relies on it without having written, such as for an ASID that is given other tables.
/// </para>
/// </summary>
public interface ITlbPolicy
{
    /// <summary>Whether it is carried.</summary>
    /// <param name="kernel">What the leader was given to run.</param>
    bool IsCarriedFor(in KernelImage kernel);
}
